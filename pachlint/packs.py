"""Packs: folders of rules of the user's own, each with a name that keeps its rules apart from all others."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pachlint import __version__, cache
from pachlint.policy.packing import build_rules
from pachlint.policy.rule import Rule
from pachlint.records import NamedTuple
from pachlint.rulefiles import folders
from pachlint.rulefiles.folders import CompiledRules
from pachlint.rulefiles.reader import Loading, is_name

SIGN = "/"
"""What stands between the name of a pack and that of a rule or topic in it."""


class Pack(NamedTuple):
    """A folder of rules, as messages name it, and what its rules are called by: a name that was ``given``, or its own."""

    name: str
    folder: str
    given: bool = True


class PackError(ValueError):
    """Packs that cannot be called as they are; the message says what to do."""


def pack_name(folder: str) -> str:
    """The name of a pack without a name of its own: its folder's."""
    return os.path.basename(os.path.abspath(folder))


def name_problem(pack: Pack) -> str:
    """Why a pack cannot be called so; "" if it can."""
    if not pack.given and os.path.isdir(os.path.join(pack.folder, ".git")):
        # whoever clones a repository calls its folder as he likes
        return (
            "the rules of a whole repository need a name, because its folder may have another name elsewhere"
        )
    if not is_name(pack.name):
        return f"the name of a rule pack must be kebab-case: '{pack.name}' is not"
    return ""


def distinct(packs: Iterable[Pack]) -> list[Pack]:
    """Each folder once, under the name that somebody gave it rather than its own.

    Raises:
        PackError: if a pack has two names, or two packs have one, or a name is none.
    """
    found: dict[str, Pack] = {}
    for pack in packs:
        known = found.setdefault(os.path.realpath(pack.folder), pack)
        if not known.given:
            found[os.path.realpath(pack.folder)] = pack
        elif pack.given and pack.name != known.name:
            raise PackError(f"the rules in {pack.folder} are named both '{known.name}' and '{pack.name}'")
    folders_of: dict[str, str] = {}
    for pack in found.values():
        problem = name_problem(pack)
        if pack.name in folders_of:
            problem = f"two rule packs are named '{pack.name}', {folders_of[pack.name]} and {pack.folder}"
        if problem:
            raise PackError(
                f"{problem}; give one a name: --rules NAME={pack.folder}, or rules: {{NAME: ...}} in the config"
            )
        folders_of[pack.name] = pack.folder
    return list(found.values())


def compiled_pack(pack: Pack, compiler: Sequence[str]) -> CompiledRules:
    """The rules of a pack by their own ids; ``compiler`` are the files that decide how they are compiled.

    Raises:
        RuleErrors: with every mistake of every file.
    """
    files = folders.find(pack.folder)
    try:
        key = f"{__version__}|{folders.stamp(compiler)}|{folders.content_stamp(files)}"
    except OSError:
        key = ""
    name = f"pack-{cache.checksum(key)}.json"
    kept = cache.cached(name, key) if key else None
    if kept is not None:
        return CompiledRules(*json.loads(kept))
    found = folders.compile_files(files, Loading())
    if key:
        cache.keep(name, key, json.dumps(found).encode())
    return found


def pack_rules(found: CompiledRules, of: Pack) -> tuple[Rule, ...]:
    """The rules of a pack, as everybody else knows them."""
    start = of.name + SIGN
    return tuple(
        rule._replace(
            id=start + rule.id,
            topic=start + rule.topic if rule.topic else of.name,
            aliases={start + alias: globs for alias, globs in rule.aliases.items()},
        )
        for rule in build_rules(found.sources)
    )


def pack_texts(found: CompiledRules, of: Pack) -> Mapping[str, Mapping[str, Any]]:
    """What people read about the rules of a pack; of the rules that these name, those beside them come first."""

    def known(names: Sequence[str]) -> list[str]:
        return [of.name + SIGN + name if name in found.texts else name for name in names]

    return {
        of.name + SIGN + rule_id: {
            **text,
            "related": known(text.get("related", ())),
            "exceptions": [
                {**declared, "reported_by": known(declared.get("reported_by", ()))}
                for declared in text.get("exceptions", ())
            ],
        }
        for rule_id, text in found.texts.items()
    }
