"""The inputs of pachlint, each with texts of strangers in it."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from hostile_output import Run, Scene, chosen, quoted, ways, write
from hostile_payloads import dealt
from hostile_values import (
    VALUES,
    Payloads,
    file_names,
    folder_names,
    keys,
    nameable,
    scalars,
    standard_input,
    texts,
    writable,
)

_RULE = """\
title: {5}
severity: warning
impact: fragile
why: {6}
see: ["https://example.com"]
require: {{pachd.logLevel: info}}
message: {0}
help: {0}
fix: {{title: {5}, safety: safe, edits: [{{set: {{path: pachd.logLevel, value: info}}}}]}}
examples:
  - bad: {1}
    expect: [{{line: {2}}}]
    fixed: {3}
  - good: {4}
"""


def _releases(planted: Payloads) -> Iterator[Run]:
    planted = writable(planted)
    write("v.yaml", VALUES + "unkown: 1\n")
    write("w.yaml", "pachd: {enabled: 'yes'}\n")
    lines = [f"  - {{name: {quoted(one.text)}, values: [v.yaml, w.yaml]}}\n" for one in planted]
    write(".pachlint.yaml", "releases:\n" + "".join(lines))
    yield from (
        Run(("values", "-f", "v.yaml", "proxy"), planted),
        Run(("check", "-f", "v.yaml"), planted),
        Run(("values",), planted),
        Run(("map",), planted),
    )
    for turn, words in enumerate((*ways("check"), *ways("config show", "v.yaml"))):
        now = dealt(planted, turn)
        named = (line for one, line in zip(planted, lines, strict=True) if one in now)
        write(".pachlint.yaml", "releases:\n" + "".join(named))
        yield Run(words, now)
    for number, one in enumerate(planted):
        for turn, (config, asked) in enumerate(_about_release(quoted(one.text), lines[number])):
            write(".pachlint.yaml", config)
            runs = (Run(tuple(word.replace("{}", one.text) for word in each), (one,)) for each in asked)
            yield from chosen(runs, one, planted, turn)


def _about_release(name: str, line: str) -> Iterator[tuple[str, tuple[Sequence[str], ...]]]:
    """Configs with one release or two of a name, and the commands about it."""
    yield f"releases: [{{name: {name}, values: [none.yaml]}}]\n", (("check",),)
    yield (
        f"releases: [{{name: {name}, values: [none.yaml]}}]\n",
        tuple((command, "--release", "gone") for command in ("check", "values")),
    )
    line = line.replace(
        "values: [v.yaml", f"release: {name}, namespace: {name}, set: [{name}], values: [v.yaml"
    )
    yield f"releases:\n{line}{line}", (("check",),)
    yield (
        f"releases:\n{line}",
        (
            ("check",),
            *((*words, "-f", "v.yaml") for words in (("check",), ("values",), ("values", "proxy"), ("map",))),
            *((command, "--release", "{}") for command in ("check", "values")),
        ),
    )


def _configs(planted: Payloads) -> Iterator[Run]:
    write("v.yaml", VALUES)
    forms = (
        "{}: 1\n", "select: [{}]\n", "ignore: {}\n", "severity: {{}: error}\n", "severity: {placeholder: {}}\n", "chart-version: {}\n", "provider: {}\n",
        "per-file-ignores: {{}: [placeholder]}\n", "per-path-ignores: {{}: [{}]}\n", "rules: [{}]\n", "baseline: {}\n", "fail-on: {}\n", "values: {}\n",
        "releases: [{name: {}}]\n", "releases: [{{}: a}]\n", "releases: [{name: a, values: [{}], {}: 1}]\n", "releases: {}\n", "{}\n", "- {}\n", "a: [{}\n",
        "releases: [{name: a, values: [v.yaml], set: [{}]}]\n", "releases: [{name: a, values: [v.yaml], set-file: [{}]}]\n",
        "releases: [{name: a, values: [v.yaml], set: ['{}[']}]\n",
    )  # fmt: skip
    for turn, form in enumerate(forms):
        for one in dealt(writable(planted), turn):
            write(".pachlint.yaml", form.replace("{}", quoted(one.text)))
            yield Run(("check", "v.yaml"), (one,))
            yield Run(("config", "show"), (one,))
            yield Run(("config", "show", "--format", "json"), (one,))
    for turn, form in enumerate(("ignore: [etcd-disk-aws] # {}\n{}\n", "{}: 1\n", "a: [\n{}\n")):
        for one in planted:
            write(".pachlint.yaml", form.replace("{}", one.text))
            asked = (("check", "v.yaml"), ("config", "show"), ("init",))
            yield from chosen((Run(words, (one,)) for words in asked), one, planted, 2 * turn)
    os.unlink(".pachlint.yaml")
    toml = ("{} = 1\n", "select = [{}]\n", "chart-version = {}\n", "rules = [{}]\n")
    for turn, form in enumerate(toml):
        for one in dealt(writable(planted), turn):
            write("pyproject.toml", "[tool.pachlint]\n" + form.replace("{}", quoted(one.text)))
            yield Run(("check", "v.yaml"), (one,))
            yield Run(("config", "show"), (one,))
    for one in planted:
        write("pyproject.toml", f"[tool.pachlint]\nignore = ['{one.text}']\n{one.text}\n")
        yield Run(("check", "v.yaml"), (one,))


def _rules(planted: Payloads) -> Iterator[Run]:
    """Rules that are right but for what they say."""
    planted = writable(planted)
    names = []
    for number, one in enumerate(planted):
        text, line = quoted(one.text), one.text.replace("\n", " ")
        bad, good = (quoted(f"# {line}\npachd: {{logLevel: {level}}}\n") for level in ("debug", "info"))
        rule = _RULE.format(text, bad, 2, good, good, quoted(line), quoted(f"Why. {one.text}"))
        names.append(write(f"mine/own-{number}.yaml", rule))
    write("v.yaml", VALUES.replace("5", "debug"))
    yield Run(("test", "mine"), planted)
    for words in (*ways("check", "v.yaml"), *ways("rules")):
        yield Run((*words, "--rules", "mine", "--select", "mine/"), planted)
        write("v.yaml", VALUES.replace("5", "debug"))
    for number, one in enumerate(planted):
        yield from (
            Run((*words, "--rules", "mine"), (one,)) for words in ways("explain", f"mine/own-{number}")
        )
    for name, one in zip(names, planted, strict=True):
        write(name, Path(name).read_text().replace("{line: 2}", f"{{line: 3, message: {quoted(one.text)}}}"))
    yield Run(("test", "mine"), planted)


def _broken_rules(planted: Payloads) -> Iterator[Run]:
    changes = (
        ("severity: warning", "severity: {}"), ("impact: fragile", "impact: {}\n{}: 1"), ("pachd.logLevel: info", "{}: info"),
        ("pachd.logLevel: info", "pachd.logLevel: {{}: {}}"), ("pachd.logLevel: info", "pachd.logLevel: {matches: '({}'}"), ("message: {0}", "message: 'a {{}} b'"),
        ("line: {2}", "lin: {}, {}: 1"),
    )  # fmt: skip
    write("v.yaml", VALUES)
    for number, (old, new) in enumerate(changes):
        folder = f"mine{number}"
        for at, one in enumerate(writable(planted)):
            rule = _RULE.replace(old, new) if old == "message: {0}" else _RULE
            text = (
                rule.replace("{0}", '"x"')
                .replace("{{", "{")
                .replace("}}", "}")
                .replace("{1}", '"pachd: {logLevel: debug}"')
            )
            text = (
                text.replace("{2}", "1")
                .replace("{3}", '"pachd: {logLevel: info}"')
                .replace("{4}", '"pachd: {logLevel: info}"')
                .replace("{5}", '"x"')
                .replace("{6}", '"Why."')
            )
            text = text.replace(old.replace("{2}", "1"), new) if old != "message: {0}" else text
            write(f"{folder}/own-{at}.yaml", text.replace("{}", quoted(one.text)))
        yield from _broken(folder, writable(planted))
    for one in planted:
        write("raw/own.yaml", f"title: x # {one.text}\n{one.text}\nsee: [\n")
        yield from _broken("raw", (one,))
    for one in nameable(planted):
        name = write(f"named/{one.text}.yaml", "title: x\n")
        write(f"topics/{one.text}/own.yaml", "title: x\n")
        yield Run(("test", name), (one,))
    yield from _broken("named", nameable(planted))
    yield from _broken("topics", nameable(planted))


def _broken(folder: str, planted: Payloads) -> Iterator[Run]:
    yield Run(("test", folder), planted)
    yield Run(("check", "v.yaml", "--rules", folder), planted)
    yield Run(("rules", "--rules", folder), planted)
    yield Run(("explain", "own", "--rules", folder), planted)


def _baselines(planted: Payloads) -> Iterator[Run]:
    write("v.yaml", VALUES)
    for one in planted:
        for turn, content in enumerate(
            (
                one.text,
                '{"version": 1, "findings": [' + one.text,
                json.dumps({one.text: one.text}),
                json.dumps({"version": one.text}),
            )
        ):
            if one not in dealt(planted, turn):
                continue
            write("b.json", content)
            yield Run(("check", "v.yaml", "--baseline", "b.json"), (one,))
            yield Run(("check", "v.yaml", "--write-baseline", "b.json"), (one,))
            os.unlink("b.json")
    for one in nameable(planted):
        yield Run(("check", "v.yaml", "--baseline", one.text), (one,))
        yield Run(("check", "v.yaml", "--write-baseline", one.text), (one,))
        yield Run(("check", "v.yaml", "--baseline", one.text), (one,))
        write("v.yaml", VALUES.replace("5", "info"))
        yield Run(("check", "v.yaml", "--baseline", one.text), (one,))
        yield Run(("check", "v.yaml", "--prune-baseline", "--baseline", one.text), (one,))
        write("v.yaml", VALUES)


_FLAGS: Sequence[Sequence[str]] = (
    ("{}",), ("--{}",), ("-{}",), ("check", "--{}"), ("check", "{}"), ("check", "-f", "{}"), ("check", "-f", "{},{}"), ("check", "-f", '"{}'),
    ("check", "--format", "{}"), ("check", "--output", "{}/x", "v.yaml"), ("check", "--select", "{}", "v.yaml"), ("check", "--ignore", "{}", "v.yaml"),
    ("check", "--rules", "{}", "v.yaml"), ("check", "--chart", "{}", "v.yaml"), ("check", "--chart-version", "{}", "v.yaml"), ("check", "--provider", "{}"),
    ("check", "--environment", "{}"), ("check", "--config", "{}", "v.yaml"), ("check", "--fail-on", "{}"), ("check", "--color", "{}"), ("check", "--baseline", "{}"),
    ("check", "--stdin-filename", "{}", "-"), ("check", "-f", "v.yaml", "--set", "{}"), ("check", "-f", "v.yaml", "--set", "{}=1"),
    ("check", "-f", "v.yaml", "--set", "pachd.logLevel={}"), ("check", "-f", "v.yaml", "--set", "a[={}"), ("check", "-f", "v.yaml", "--set-json", "a={}"),
    ("check", "-f", "v.yaml", "--set-json", '{}={"{}": 1}'), ("check", "-f", "v.yaml", "--set-file", "{}"), ("check", "-f", "v.yaml", "--set-file", "pachd.logLevel={}"),
    ("check", "-f", "v.yaml", "--set-string", "pachd.{}.x=1"), ("check", "-f", "v.yaml", "--set-literal", "pachd.logLevel={}"),
    ("check", "v.yaml", "--add-ignores", "--reason", "{}"), ("values", "{}"), ("values", "-f", "{}"), ("values", "--set", "{}=1"), ("values", "--set", "pachd.logLevel={}"),
    ("values", "--format", "json", "--set-literal", "pachd.logLevel={}"), ("values", "--set", "{}"), ("explain", "{}"), ("explain", "{}", "--rules", "{}"), ("rules", "{}"), ("rules", "--select", "{}"),
    ("rules", "--rules", "{}"), ("rules", "--rules", "{}=."), ("test", "{}=."), ("check", "--rules", "{}=none", "v.yaml"), ("test", "{}"), ("test", "--{}"), ("init", "{}"), ("init", "a", "{}"), ("config", "{}"), ("config", "show", "{}"),
    ("config", "show", "--config", "{}"), ("config", "show", "--format", "{}"), ("check", "https://{}"), ("check", "-f", "https://{}"), ("check", "--debug", "{}"),
    ("check", "--partial={}",), ("check", "v.yaml", "--write-baseline", "{}/x"), ("check", "--release", "{}"), ("values", "--release", "{}"),
    ("rules", "--reads", "{}"), ("rules", "--reads", 'ingress.annotations["{}"]'), ("rules", "--search", "{}"), ("rules", "--search", "tls {}"),
    ("rules", "--provider", "{}"), ("explain", 'ingress.annotations["{}"]'), ("explain", 'ingress.annotations["{}"]', "--format", "json"),
    ("explain", "oidc.upstreamIDPs[0].{}"), ("explain", "*.{}"), ("explain", "kubernetes.io/{}"), ("explain", "{}", "--as", "topic"), ("explain", "tls", "--as", "{}"),
)  # fmt: skip


def _flags(planted: Payloads) -> Iterator[Run]:
    for turn, form in enumerate(_FLAGS):
        for one in dealt(planted, turn):
            write("v.yaml", VALUES)
            yield Run(tuple(word.replace("{}", one.text) for word in form), (one,), VALUES.encode())
            for name in os.listdir():
                if not os.path.isdir(name):
                    os.unlink(name)


def _charts(planted: Payloads) -> Iterator[Run]:
    write("v.yaml", VALUES + "mine: 1\n")
    for one in writable(planted):
        text = quoted(one.text)
        schema = json.dumps(
            {
                "type": "object",
                "properties": {"mine": {"enum": [one.text], "title": one.text}, one.text: {"type": "string"}},
                "required": [one.text],
            }
        )
        for turn, (name, version, subchart, values) in enumerate((
            (text, "1.0.0", "sub", "{}"), ("own", text, "sub", "{}"), ("own", "1.0.0", text, "{}"), ("pachyderm", "2.6.4", text, f"{{{text}: [1, {text}]}}"),
            ("own", "1.0.0", "sub", f"[{text}"),
        )):  # fmt: skip
            write(
                "c/Chart.yaml",
                f"apiVersion: v2\nname: {name}\nversion: {version}\ndependencies: [{{name: {subchart}, version: {version}}}]\n",
            )
            write("c/values.yaml", values)
            write("c/values.schema.json", schema)
            asked = (
                ("check", "v.yaml"),
                ("check", "v.yaml", "--format", "json"),
                ("values", "-f", "v.yaml"),
                ("values", "--format", "json"),
            )
            runs = (Run((*words, "--chart", "c"), (one,)) for words in asked)
            yield from chosen(runs, one, writable(planted), turn)
        write("d/v.yaml", "deployTarget: LOCAL\n")
        for version in (text, f'">=2.0.0 {text[1:]}', f'"~2.6.4 || {text[1:]}'):
            write("d/Chart.yaml", f"name: x\ndependencies: [{{name: pachyderm, version: {version}}}]\n")
            yield Run(("check", "d/v.yaml"), (one,))
            yield Run(("config", "show", "d/v.yaml"), (one,))


SCENES = (
    Scene("keys of values", keys),
    Scene("scalars of values", scalars),
    Scene("text of values files", texts),
    Scene("names of files", file_names),
    Scene("names of folders", folder_names),
    Scene("names of releases", _releases),
    Scene("configs", _configs),
    Scene("rules", _rules),
    Scene("broken rules", _broken_rules),
    Scene("baselines", _baselines),
    Scene("words of the command line", _flags),
    Scene("standard input", standard_input),
    Scene("charts", _charts),
)
