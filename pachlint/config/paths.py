"""The files and folders that a config names."""

import os

from pachlint.config.settings import Located, Named, RuleFolder
from pachlint.layering.flags import RemoteError, reject_remote
from pachlint.packs import Pack, name_problem, pack_name
from pachlint.policy.rule import RuleError
from pachlint.reading import nodes
from pachlint.reading.nodes import Node
from pachlint.records import NamedTuple
from pachlint.repository import leads_out
from pachlint.rulefiles.typed_nodes import Mistakes, entries_of, items_of, text_of


class Reading(NamedTuple):
    """What the parts of one config share."""

    folder: str
    mistakes: Mistakes
    named: list[Named]


def path_of(text: str, node: Node, reading: Reading) -> str:
    """A file system path; whoever may change a config does not decide what else is read, shown and written."""
    path = os.path.normpath(os.path.join(reading.folder, os.path.expanduser(text)))
    if leads_out(path, reading.folder):
        reading.mistakes.add(
            node.span,
            f"'{text}' lies outside the repository, where a config may not reach; name it on the command line",
        )
    return path


def paths_of(node: Node, what: str, reading: Reading) -> tuple[Located, ...]:
    """One file or folder, or a list of them."""
    several = [node] if isinstance(node, nodes.ScalarNode) else list(items_of(node, what, reading.mistakes))
    found: list[Located] = []
    for item in several:
        text = text_of(item, f"an item of {what}", reading.mistakes)
        if not text:
            continue
        if what == "values" and "://" in text:
            try:
                reject_remote(text)
            except RemoteError as error:
                reading.mistakes.add(item.span, str(error))
        located = Located(path_of(text, item, reading), reading.mistakes.source.place(item.span))
        if any(one.path == located.path for one in found):
            reading.mistakes.add(item.span, f"'{text}' is listed twice in {what}")
        found.append(located)
    return tuple(found)


def chart_of(node: Node, reading: Reading) -> Located | None:
    """The folder or package of a local chart."""
    text = text_of(node, "chart", reading.mistakes)
    if not text:
        return None
    if "://" in text:
        try:
            reject_remote(text)
        except RemoteError as error:
            reading.mistakes.add(node.span, str(error))
    return Located(path_of(text, node, reading), reading.mistakes.source.place(node.span))


def rule_folders_of(node: Node, reading: Reading) -> tuple[RuleFolder, ...]:
    """Folders of rules, each a pack that is called like its folder, or a mapping of names of packs to folders."""
    found = _rule_folders(node, reading)
    for number, one in enumerate(found):
        problem = name_problem(Pack(one.name, one.path, one.given))
        if any(other.name == one.name and other.path != one.path for other in found[:number]):
            problem = f"two rule packs are named '{one.name}'"
        if problem:
            remedy = f"give it one: rules: {{NAME: {os.path.relpath(one.path, reading.folder)}}}"
            reading.mistakes.found.append(RuleError(one.place, f"{problem}; {remedy}"))
    return found


def _rule_folders(node: Node, reading: Reading) -> tuple[RuleFolder, ...]:
    if not isinstance(node, nodes.MappingNode):
        return tuple(
            RuleFolder(one.path, pack_name(one.path), one.place, given=False)
            for one in paths_of(node, "rules", reading)
        )
    found: list[RuleFolder] = []
    for entry in entries_of(node, "rules", reading.mistakes):
        text = text_of(entry.node, "a folder of rules", reading.mistakes)
        if not text:
            continue
        folder = path_of(text, entry.node, reading)
        if any(one.path == folder for one in found):
            reading.mistakes.add(entry.node.span, f"'{text}' is listed twice in rules")
        found.append(RuleFolder(folder, entry.key, reading.mistakes.source.place(entry.node.span)))
    return tuple(found)
