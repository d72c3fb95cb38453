"""Shapes of inputs near the bounds of pachlint, for :mod:`hostile_sizes`: each writes its files into the current folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HEAD = "deployTarget: LOCAL\n"
AWS = "deployTarget: AMAZON\n"
TEXT = 1_000_000
"""Most characters of a file."""
VALUES = 20_000


class Link(str):
    """What a link leads to, in place of the text of a file."""

    __slots__ = ()


class Shape(NamedTuple):
    """Files by name with their texts, and more words of the command, by the size.

    ``named`` are the files that the command names; all values files without any.
    """

    files: Callable[[float], dict[str, str]]
    words: Callable[[float], tuple[str, ...]] = lambda _: ()
    commands: tuple[str, ...] = ("check", "values")
    named: tuple[str, ...] = ()

    def write(self, size: float) -> list[str]:
        """Write the files; the names of those that the command names."""
        found = []
        for name, text in self.files(size).items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(text, Link):
                Path(name).symlink_to(text)
                continue
            Path(name).write_bytes(text.encode("utf-8", "surrogatepass"))
            found += (
                [name] if name.endswith((".yaml", ".yml")) and not name.startswith((".", "mine/")) else []
            )
        return [*self.named] or found


def one(text: Callable[[float], str]) -> Shape:
    """A shape of one values file."""
    return Shape(lambda size: {"v.yaml": text(size)})


def repeated(head: str, part: str, tail: str = "\n", most: int = TEXT) -> Shape:
    """A text that repeats a part as often as it fits."""
    return one(
        lambda size: head + part * int((most * size - len(head) - len(tail)) // max(len(part), 1)) + tail
    )


def lines(head: str, line: str, count: int) -> Shape:
    """So many lines, with ``{n}`` for their number."""
    return one(lambda size: head + "".join(line.replace("{n}", str(n)) for n in range(int(count * size))))


_IDPS = AWS + "oidc:\n  upstreamIDPs:\n"
_ANNOTATIONS = AWS + "proxy:\n  service:\n    annotations:\n"
_INGRESS = AWS + "ingress:\n  enabled: true\n  host: a.b\n  annotations:\n"

SHAPES: dict[str, Shape] = {
    "comment of names": repeated(HEAD.rstrip() + " # pachlint: ignore[a", ",a", "]\n"),
    "comment of rules": repeated(HEAD.rstrip() + " # pachlint: ignore[a", ",unknown-key", "]\n"),
    "comment of file": repeated("# pachlint: ignore-file[a", ",b", "]\n" + HEAD),
    "comment of other names": one(
        lambda size: (
            HEAD.rstrip()
            + " # pachlint: ignore["
            + ",".join(f"r{n}" for n in range(int(140_000 * size)))
            + "]\n"
        )
    ),
    "comments in one": repeated(HEAD.rstrip(), " # pachlint: ignore[a]"),
    "comments without names": repeated(HEAD.rstrip(), " # pachlint: ignore[]"),
    "comments without brackets": repeated(HEAD.rstrip(), " # pachlint: ignore"),
    "comments on lines": lines(HEAD, "# pachlint: ignore[unknown-key]\n", 30_000),
    "comments on keys": lines(HEAD, "k{n}: 1 # pachlint: ignore[unknown-key]\n", 9_900),
    "comments of settings": lines(HEAD, "# pachlint: chart-version=2.6.{n}\n", 28_000),
    "hash signs": repeated(HEAD, "#"),
    "url of letters": repeated(AWS + "oidc:\n  issuerURI: https://", "a"),
    "url of dots": repeated(AWS + "oidc:\n  issuerURI: https://", "a."),
    "url of percents": repeated(AWS + "oidc:\n  issuerURI: https://h/", "%41"),
    "url of at signs": repeated(AWS + "oidc:\n  issuerURI: https://", "a:b@"),
    "url of slashes": repeated(AWS + "oidc:\n  issuerURI: https://h", "/"),
    "url unknown": repeated(HEAD + "x: https://", "u:p@h/"),
    "host of letters": repeated(AWS + "ingress:\n  enabled: true\n  host: ", "a-"),
    "host of dots": repeated(AWS + "proxy:\n  host: ", "a."),
    "tag": repeated(AWS + "pachd:\n  image:\n    tag: ", "1."),
    "quantity": repeated(AWS + "etcd:\n  size: ", "9"),
    "number": repeated(AWS + "pachd:\n  replicas: ", "9"),
    "float": repeated(AWS + "pachd:\n  replicas: 1.", "9"),
    "license": repeated(AWS + "pachd:\n  enterpriseLicenseKey: ", "QUJD"),
    "token": repeated(AWS + "pachd:\n  rootToken: ", "a1"),
    "certificate": repeated(AWS + "global:\n  customCaCerts: true\n  x: '", "-----BEGIN CERTIFICATE-----"),
    "pem lines": repeated(
        AWS + "pachd:\n  saml: |\n", "    -----BEGIN CERTIFICATE-----\n", most=2_800_000 // 3
    ),
    "pem of base64": repeated(
        AWS + "pachd:\n  tls:\n    x: |\n    -----BEGIN PRIVATE KEY-----\n",
        "    QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n",
    ),
    "json in a string": one(
        lambda size: (
            AWS
            + "oidc:\n  upstreamIDPs:\n  - id: a\n    jsonConfig: '"
            + json.dumps([{"a": 1}] * int(80_000 * size))
            + "'\n"
        )
    ),
    "deep json in a string": one(
        lambda size: (
            AWS + "oidc:\n  upstreamIDPs:\n  - id: a\n    jsonConfig: '" + "[" * int(900_000 * size) + "'\n"
        )
    ),
    "quotes": repeated(HEAD + 'x: "', "\\u0041", '"\n'),
    "escapes": repeated(HEAD + 'x: "', "\\e", '"\n'),
    "bidi signs": repeated(HEAD + "pachd:\n  logLevel: '", "\u202e", "'\n"),
    "template": repeated(HEAD + "x: '", "{{ .Values.a }}", "'\n"),
    "templates open": repeated(HEAD + "x: '", "{{", "'\n"),
    "template in tpl": repeated(
        AWS + "postgresql:\n  commonLabels:\n    x: '", "{{ .Values.a }}", "'\n", 390_000
    ),
    "template lines": lines("", "{{- if .Values.a{n} }}\n", 40_000),
    "templates": lines("", "k{n}: {{ .Values.a{n} }}\n", 9_900),
    "variables": repeated(HEAD + "x: '", "${A}", "'\n"),
    "words to fill in": lines(HEAD, "k{n}: <your-{n}>\n", 9_900),
    "unknown keys": lines(HEAD, "zz{n}q: x\n", 9_900),
    "unknown keys below": lines(HEAD + "pachd:\n", "  zz{n}q: x\n", 9_900),
    "keys with mistakes": lines(HEAD + "pachd:\n", "  enabledd{n}: x\n", 9_900),
    "long keys": one(lambda size: HEAD + "".join(f"{'k' * 90}{n}: 1\n" for n in range(int(9_900 * size)))),
    "long key": repeated(HEAD, "k", ": 1\n"),
    "long key below": repeated(HEAD + "pachd:\n  ", "k", ": 1\n"),
    "duplicate keys": lines(HEAD, "pachd: {a: 1}\n", 6_600),
    "same key": lines(HEAD, "k: 1\n", 9_900),
    "missing colons": lines(HEAD, "zz{n}q x\n", 90_000),
    "tabs": repeated(HEAD, "\tx: 1\n", most=600_000),
    "brackets": repeated(HEAD + "x: ", "["),
    "braces": repeated(HEAD + "x: ", "{a: "),
    "dashes": repeated(HEAD + "x:\n", "- "),
    "indents": one(lambda size: HEAD + "".join(" " * n + f"k{n}:\n" for n in range(int(1_350 * size)))),
    "items": lines(HEAD + "x:\n", "- 1\n", 19_900),
    "line of items": repeated(HEAD + "x: [", "a, ", "a]\n", 59_000),
    "line of json": one(
        lambda size: (
            '{"deployTarget": "LOCAL",'
            + "".join(f'"k{n}": [1, "x"],' for n in range(int(4_900 * size)))
            + '"z": 1}'
        )
    ),
    "identity providers": lines(_IDPS, "  - id: a{n}\n    bad: 1\n", 4_900),
    "same identity providers": lines(
        _IDPS, "  - id: a\n    type: x\n    name: b\n    jsonConfig: '{'\n", 2_400
    ),
    "wrong items": lines(_IDPS, "  - x{n}\n", 19_000),
    "wrong maps": lines(
        AWS + "pachd:\n  tolerations:\n", "  - {key: a{n}, operator: Equals, effect: No}\n", 2_800
    ),
    "wrong list": lines(AWS + "imagePullSecrets:\n", "- {name: A_{n}}\n", 6_000),
    "wrong env": lines(AWS + "pachd:\n  env:\n", "  - {nam: A{n}, value: 1}\n", 3_900),
    "wrong quantities": lines(AWS + "pachd:\n  resources:\n    requests:\n", "      cpu{n}: 1GB\n", 9_000),
    "console config": lines(AWS + "console:\n  config:\n", "    k{n}: '1'\n", 9_900),
    "wrong types": lines(AWS + "pachd:\n  annotations:\n", "    k{n}: 1\n", 9_900),
    "wrong labels": lines(AWS + "pachd:\n  service:\n    labels:\n", "      k{n}: true\n", 9_900),
    "annotations of aws": lines(
        _ANNOTATIONS, "      service.beta.kubernetes.io/aws-load-balancer-x{n}: v\n", 9_900
    ),
    "annotations of alb": lines(_INGRESS, "    alb.ingress.kubernetes.io/schem{n}: v\n", 9_900),
    "annotation of pairs": repeated(_INGRESS + "    alb.ingress.kubernetes.io/tags: ", "a=b,"),
    "annotation of numbers": repeated(
        _ANNOTATIONS + "      service.beta.kubernetes.io/aws-load-balancer-ssl-ports: '", "1,", "'\n"
    ),
    "annotation of json": repeated(
        _INGRESS + "    alb.ingress.kubernetes.io/listen-ports: '[", '{"HTTP": 80}, ', '{"HTTP": 80}]\'\n'
    ),
    "annotation of cidrs": repeated(
        _INGRESS + "    alb.ingress.kubernetes.io/inbound-cidrs: ", "10.0.0.0/8,"
    ),
    "aliases": one(
        lambda size: f"a: &a [{'x, ' * 100}]\n" + "".join(f"k{n}: *a\n" for n in range(int(190 * size)))
    ),
    "alias of aliases": one(
        lambda _: "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    ),
    "anchors": lines(HEAD, "k{n}: &a{n} 1\n", 9_900),
    "merges": lines(HEAD + "a: &a {x: 1}\n", "k{n}: {<<: *a}\n", 6_000),
    "merged by many": one(
        lambda size: (
            HEAD
            + "a: &a\n"
            + "".join(f"  k{n}: 1\n" for n in range(int(300 * size)))
            + "".join(f"b{n}: {{<<: *a}}\n" for n in range(30))
        )
    ),
    "tags": lines(HEAD, "k{n}: !!str 1\n", 9_900),
    "documents": lines(HEAD, "---\na: {n}\n", 9_000),
    "blank lines": repeated(HEAD, "\n", "pachd: {}\n", 99_000),
    "carriage returns": repeated(HEAD, "\r", "pachd: {}\r", 99_000),
    "block of lines": repeated(HEAD + "x: |\n", "  a\n", most=390_000),
    "folded lines": repeated(HEAD + "x: >-\n", "  a b\n", most=590_000),
    "plain lines": repeated(HEAD + "x:\n", "  a b\n", most=590_000),
    "block of values": one(
        lambda size: (
            "kind: Application\nspec:\n  source:\n    chart: pachyderm\n    helm:\n      values: |\n        "
            + HEAD
            + "".join(f"        k{n}: 1\n" for n in range(int(9_000 * size)))
        )
    ),
    "umbrella": one(
        lambda size: (
            "pachyderm:\n  deployTarget: LOCAL\n" + "".join(f"  k{n}: 1\n" for n in range(int(9_000 * size)))
        )
    ),
    "secrets": lines(HEAD, "k{n}Password: hunter{n}\n", 9_900),
    "secrets in urls": lines(HEAD, "k{n}: https://u:pass{n}@h\n", 9_900),
    "secrets in unread text": lines(HEAD + "[\n", "k{n}Password: hunter{n}\n", 40_000),
    "keys in unread text": lines(HEAD + "[\n", "pachdd{n}: hunter{n}\n", 50_000),
    "words in unread text": repeated(HEAD + "[\n", "pachd enabled ", most=TEXT),
    "lines in unread text": lines(HEAD + "[\n", "  - a{n}: {b: c{n}, d: 'e'}\n", 30_000),
    "ten megabytes": one(lambda size: HEAD + "x" * int(9_900_000 * size)),
    "more than ten": one(lambda _: HEAD + "x" * 11_000_000),
    "signs beyond": repeated(HEAD + "x: '", "\U0001f600", "'\n"),
    "surrogates": repeated(HEAD + "x: '", "\ud800", "'\n", 400_000),
    "many files": Shape(
        lambda size: {
            f"v{n}.yaml": HEAD + f"zz{n}: 1\npachd: {{replicas: '{n}'}}\n" for n in range(int(100 * size))
        }
    ),
    "many files of keys": Shape(
        lambda size: {
            f"v{n}.yaml": HEAD + "".join(f"z{m}q: 1\n" for m in range(40)) for n in range(int(40 * size))
        }
    ),
    "many flags": Shape(
        lambda _: {"v.yaml": HEAD},
        lambda size: tuple(word for n in range(int(3_000 * size)) for word in ("--set", f"pachd.a{n}=1")),
    ),
    "one flag": Shape(
        lambda _: {"v.yaml": HEAD},
        lambda size: ("--set", ",".join(f"a.b{n}=1" for n in range(int(9_000 * size)))),
    ),
    "flag of a text without an end": Shape(
        lambda _: {"v.yaml": HEAD},
        lambda size: ("--set-json", 'a="' + "[]" * 300 + '\\"' * int(60_000 * size)),
    ),
    "flag of indexes": Shape(lambda _: {"v.yaml": HEAD}, lambda _: ("--set", "a[65535].b=1,b[65535]=1")),
    "config": Shape(
        lambda size: {
            "v.yaml": HEAD,
            ".pachlint.yaml": "ignore: [" + "unknown-key, " * int(30_000 * size) + "hosts]\n",
        }
    ),
    "config of files": Shape(
        lambda size: {
            "v.yaml": HEAD + "".join(f"zz{n}q: x\n" for n in range(400)),
            ".pachlint.yaml": "per-file-ignores:\n"
            + "".join(f"  'a{n}/**/*.yaml': [unknown-key]\n" for n in range(int(4_000 * size))),
        }
    ),
    "config of paths": Shape(
        lambda size: {
            "v.yaml": HEAD + "".join(f"zz{n}q: x\n" for n in range(400)),
            ".pachlint.yaml": "per-path-ignores:\n"
            + "".join(f"  a{n}.*.b: [unknown-key]\n" for n in range(int(4_000 * size))),
        }
    ),
    "config of releases": Shape(
        lambda size: {
            "v.yaml": HEAD + "".join(f"zz{n}q: x\n" for n in range(20)),
            ".pachlint.yaml": "releases:\n"
            + "".join(f"  - {{name: r{n}, values: [v.yaml]}}\n" for n in range(int(100 * size))),
        }
    ),
    "baseline": Shape(
        lambda size: {
            "v.yaml": HEAD,
            "known.json": json.dumps(
                {
                    "version": 1,
                    "findings": [
                        {"rule": "hosts", "file": "v.yaml", "path": f"a{n}"}
                        for n in range(int(60_000 * size))
                    ],
                }
            ),
        },
        lambda _: ("--baseline", "known.json"),
        ("check",),
    ),
    "same lines": lines(HEAD + "pachd: {enabled: 'yes'}\n", "# x\n", 90_000),
    "few lines in turn": one(
        lambda size: (
            "pachd: {enabled: 'yes'}\n"
            + "".join(f"# {n % 90}\n" for n in range(int(80_000 * size)))
            + "console: {enabled: 'yes'}\n"
        )
    ),
}
