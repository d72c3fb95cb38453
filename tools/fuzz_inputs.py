"""What strangers may send, at random, for :mod:`fuzz`: each kind of input as the bytes of a file."""

import gzip
import json
import random
from collections.abc import Sequence
from typing import Any

import random_schemas
import random_templates
from fuzz_seeds import block, rule_seeds, trees, values_seeds
from mutating import changed_tree, mutated

from pachlint.layering.flags import ORDER

_YAML_WORDS = (
    b"!!binary ", b"!!str ", b"!x ", b"&a ", b"*a", b"<<: ", b"? ", b"- ", b": ", b"|\n", b">-\n", b"---\n", b"...\n", b"%YAML 1.1\n",
    b"{{ .Values.x }}", b"{{- if", b"{{/*", b"deployTarget: ", b"pachd:\n", b"global: ", b"null", b"~", b".inf", b".nan", b"0o17", b"0x1F",
    b"1_000", b"2001-12-14", b"# pachlint: ignore[", b"-----BEGIN CERTIFICATE-----\n", b"${VAR}", b"<<", b'"\\ud800"', b"[a, b]", b"{a: b}",
    b"# chart: 2.6.4", b"kind: HelmRelease\n", b"pachyderm:\n", b"rootToken: x\n", b"\n\n  ", b"yes", b"'", b'"', b"@", b"`", b"%",
)  # fmt: skip
_FLAG_WORDS = (
    b"a", b"a.b", b"[0]", b"[65536]", b"[-1]", b"=", b",", b"{a,b}", b"{", b"}", b"\\,", b"\\", b"null", b"true", b"0x1", b"1e3", b"pachd.image.tag=",
    b'={"a": [1]}', b'=[1, {"b": null}]', b"=1", b"postgresql.", b"global.postgresql.", b"=/dev/null", b"[", b"]", b".", b"a=b,c=d",
)  # fmt: skip
_CONFIG_WORDS = (
    b"[tool.pachlint]\n", b"[[tool.pachlint.releases]]\n", b"select = [", b"ignore = ", b"severity = {", b"per-file-ignores", b"chart-version",
    b"'''", b'"""', b"1979-05-27", b"0x1f", b"inf", b"releases:\n", b"  - name: ", b"set: [", b"baseline", b"fail-on: ", b"provider: ", b"# c\n",
)  # fmt: skip
_RULE_WORDS = (
    b"any: ", b"all: ", b"none: ", b"not: ", b"each: ", b"when: ", b"require: ", b"{ref: ", b"matches: ", b"equals: ", b"in: ", b"as: ", b"@key",
    b".*", b"[0]", b"[*]", b"|split ", b"to_int", b"message: ", b"{value|", b"}", b"fix: ", b"edits: ", b"set: ", b"path: ", b"applies: ", b"length: ",
    b"(a+)+$", b"(?=", b"[", b"format: ", b"expect: ", b"good: ", b"bad: ", b"exceptions: ", b"pachd.", b"ingress.annotations",
)  # fmt: skip


def text(rng: random.Random) -> bytes:
    """The bytes of a values file."""
    return mutated(rng, values_seeds(), _YAML_WORDS)


def document(rng: random.Random) -> bytes:
    """Values of a sound shape, with odd ones between them, written in one of several ways."""
    tree = rng.choice(trees()[1:])
    for _ in range(rng.choice((1, 2, 4))):
        tree = changed_tree(rng, tree, trees())
    if rng.random() < 0.3:
        return json.dumps(tree, indent=rng.choice((None, 1, 2)), ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")  # fmt: skip
    return ("\n".join(block(rng, tree, 0)) + "\n").encode("utf-8", "replace")


def flags(rng: random.Random) -> bytes:
    """Flags that set values, one a line: kind and text."""
    seeds = (
        b"pachd.image.tag=1",
        b"a.b[0].c=x,d=null",
        b"x={a,b}",
        b"a=1",
        b"pachd.service.type=NodePort",
        b'a={"b": [1]}',
    )
    found = [
        rng.choice(ORDER).encode() + b" " + mutated(rng, seeds, _FLAG_WORDS).replace(b"\n", b" ")
        for _ in range(rng.choice((1, 1, 2, 4)))
    ]
    return b"\n".join(found)


def rule(rng: random.Random) -> bytes:
    """A rule file."""
    return mutated(rng, rule_seeds(), _RULE_WORDS)


_CONFIGS = (
    (
        b"chart-version: 2.6.4\nprovider: aws\nselect: [exposure]\nignore: [chart-crash]\nseverity: {unknown-key: error}\nfail-on: error\n"
        b"per-file-ignores: {'a/*.yaml': [hosts]}\nreleases:\n  - name: one\n    values: [a.yaml, b.yaml]\n    set: ['a.b=1', {name: c, value: 2}]\n"
    ),
    b"rules: [rules]\nbaseline: baseline.json\nrequire-reason: true\nenvironment: production\nper-path-ignores: {a.b: [hosts]}\n",
    b"",
)
_TOMLS = (
    (
        b'[tool.other]\nx = 1\n[tool.pachlint]\nchart-version = "2.6.4"\nselect = ["exposure", \'hosts\']\nseverity = {unknown-key = "error"}\n'
        b'per-file-ignores."a/*.yaml" = ["hosts"]\n[[tool.pachlint.releases]]\nname = "one"\nvalues = ["a.yaml"]\nset = ["a=1"]\n'
    ),
    b'tool.pachlint.fail-on = "error"\ntool.pachlint.baseline = """b\\\n  .json"""\n',
)


def config(rng: random.Random) -> bytes:
    """A config in YAML."""
    return mutated(rng, _CONFIGS, _CONFIG_WORDS)


def toml(rng: random.Random) -> bytes:
    """A pyproject.toml."""
    return mutated(rng, _TOMLS, _CONFIG_WORDS)


def baseline(rng: random.Random) -> bytes:
    """A baseline."""
    entry = {"rule": "unknown-key", "file": "a/values.yaml", "path": "a.b", "count": 2}
    tree: Any = {
        "version": 1,
        "findings": [entry, {**entry, "file": "<stdin>"}, dict(list(entry.items())[:3])],
    }
    if rng.random() < 0.5:
        tree = changed_tree(rng, tree, (tree,))
    content = json.dumps(tree).encode()
    return (
        content
        if rng.random() < 0.5
        else mutated(rng, (content,), (b'"findings"', b"NaN", b"1" * 5000, b"\\ud800"))
    )


_TEMPLATE_WORDS = (
    b"{{", b"}}", b"{{-", b"-}}", b"| ", b"(", b")", b"$", b"$x := ", b".Values.", b"range ", b"if ", b"end", b"else", b"define ", b"include ", b"tpl ",
    b"`", b'"', b"printf ", b'regexReplaceAll "(a+)+$" ', b"toYaml", b"nindent 9", b"repeat 99 ", b"1e9", b"0x", b"index ", b"dict ", b"list ",
)  # fmt: skip


def template(rng: random.Random) -> bytes:
    """A template inside values."""
    found = random_templates.Templates(rng).template().encode("utf-8", "replace")
    return mutated(rng, (found,), _TEMPLATE_WORDS) if rng.random() < 0.6 else found


def schema(rng: random.Random) -> bytes:
    """A values.schema.json and values for it, one a line."""
    found = json.dumps(random_schemas.schema(rng))
    if rng.random() < 0.5:
        found = json.dumps(changed_tree(rng, json.loads(found), (random_schemas.schema(rng),)))
    values = json.dumps(random_schemas.values(rng))
    content = found.encode("utf-8", "replace")
    if rng.random() < 0.3:
        content = mutated(
            rng, (content,), (b'"$ref"', b'"#"', b'"pattern"', b'"(a*)*$"', b"[" * 20, b"1e99999")
        ).replace(b"\n", b" ")
    return content + b"\n" + values.encode()


def archive(rng: random.Random) -> bytes:
    """A package of a chart, with headers of several kinds, and whatever else a tar may hold."""
    members = [
        ("par/Chart.yaml", b"apiVersion: v2\nname: par\nversion: 1.0.0\n"),
        ("par/values.yaml", rng.choice(values_seeds())),
        ("par/templates/a.yaml", b"x: {{ .Values.a }}\n"),
    ]
    if rng.random() < 0.3:
        members.append(("par/values.schema.json", schema(rng).partition(b"\n")[0]))
    if rng.random() < 0.3:
        members.append(("par/charts/in/Chart.yaml", b"apiVersion: v2\nname: in\nversion: 1.0.0\n"))
    if rng.random() < 0.2:
        members.append(
            ("par/charts/in.tgz", gzip.compress(b"".join(_member(rng, *one) for one in members), 1))
        )
    if rng.random() < 0.3:
        members.append(("par/.helmignore", rng.choice((b"*.md\n", b"!a\n", b"*a*a*a*b\n"))))
    if rng.random() < 0.4:
        at = rng.randrange(len(members))
        members[at] = (members[at][0], mutated(rng, (members[at][1],), _YAML_WORDS))
    rng.shuffle(members)
    content = b"".join(_member(rng, *one) for one in members) + bytes(rng.choice((0, 512, 1024)))
    if rng.random() < 0.3:
        content = mutated(
            rng, (content,), (b"ustar\x00", b"\x80", b"7777777", b"28 GNU.sparse.size=9999999\n")
        )
    packed = gzip.compress(content, 1)
    return packed if rng.random() < 0.9 else mutated(rng, (packed,), ())


_NAMES = (
    "../x",
    "/par/x",
    "par//values.yaml",
    "./par/Chart.yaml",
    "par\\Chart.yaml",
    "",
    ".",
    "par",
    "c:/x",
    "par/..",
    "é" * 60,
    "a" * 100,
)


def _member(rng: random.Random, name: str, content: bytes) -> bytes:
    if rng.random() < 0.05:
        name = rng.choice(_NAMES)
    before = b""
    if rng.random() < 0.1:
        before = tar_member("x", "pax", _records(rng, name))
    elif rng.random() < 0.1:
        before = tar_member(rng.choice("LK"), "././@LongLink", name.encode() + b"\x00")
    kind = rng.choice("0123456789xgLKSVNDAX\x00") if rng.random() < 0.08 else "0"
    size = rng.choice((0, 1, 2**33, 10**7, -1, 511)) if rng.random() < 0.04 else None
    return before + tar_member(
        kind, name, content, size, magic=rng.choice((b"ustar\x0000", b"ustar  \x00", bytes(8)))
    )


def _records(rng: random.Random, name: str) -> bytes:
    choices = (
        ("path", name), ("path", "par/values.yaml"), ("size", "3"), ("size", "x"), ("size", "9" * 25), ("linkpath", "../.."), ("mtime", "1.5"),
        ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.size", "99999999"), ("GNU.sparse.map", "0,1,5,2"), ("uid", "-"),
    )  # fmt: skip
    found = b""
    for key, value in rng.sample(choices, rng.randrange(1, 4)):
        body = f" {key}={value}\n".encode()
        length = len(body) + len(str(len(body)))
        length += len(str(length)) - len(str(len(body)))
        found += str(length).encode() + body
    return found


def tar_member(
    kind: str, name: str, content: bytes, size: int | None = None, magic: bytes = b"ustar\x0000"
) -> bytes:
    """A header of 512 bytes, and the content in whole blocks."""
    size = len(content) if size is None else size
    number = b"%011o\x00" % size if 0 <= size < 8**11 else (size % 2**95 | 1 << 95).to_bytes(12, "big")
    head = (
        name.encode()[:100].ljust(100, b"\x00")
        + b"0000644\x000000000\x000000000\x00"
        + number
        + b"00000000000\x00"
    )
    tail = kind.encode()[:1] + bytes(100) + magic[:8] + bytes(247)
    checksum = sum(head) + 8 * 32 + sum(tail)
    return head + b"%06o\x00 " % checksum + tail + content + bytes(-len(content) % 512)


def lines_of(content: bytes) -> Sequence[bytes]:
    """The lines of an input of several parts."""
    return content.split(b"\n")
