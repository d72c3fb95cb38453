"""Values files, their names and standard input, with texts of strangers in them."""

import os
from collections.abc import Iterator

from hostile_output import FEW, Run, about_values, chosen, quoted, ways, write
from hostile_payloads import EVERY, Payload, dealt

Payloads = tuple[Payload, ...]
_MOST = 5

VALUES = "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\npachd:\n  enabled: 'yes'\n  logLevel: 5\n"


def writable(planted: Payloads) -> Payloads:
    """Those that YAML's escapes can write."""
    return tuple(one for one in planted if not any(0xD800 <= ord(sign) < 0xE000 for sign in one.text))


def nameable(planted: Payloads) -> Payloads:
    """Those that the name of a file may hold."""
    return tuple(one for one in planted if not {"\0", "\ud800"} & set(one.text))


def _files(planted: Payloads, content: str) -> dict[str, Payload]:
    """A file for each payload; ``{}`` in the content stands for it, in quotes."""
    return {
        write(f"v{number}.yaml", content.replace("{}", quoted(one.text))): one
        for number, one in enumerate(planted)
    }


def keys(planted: Payloads) -> Iterator[Run]:
    """Unknown keys, of annotations too, and keys in flow style."""
    content = VALUES + (
        "  {}: 1\n  a: {{}: {{}: 1}}\n{}: 1\ningress:\n  annotations:\n    {}: 1\n    kubernetes.io/ingress.clas: nginx\n"
        "oidc: {upstreamIDPs: [{{}: 1}]}\npostgresql: {{}: {{}: 1}}\n"
    )
    return about_values(_files(writable(planted), content))


def scalars(planted: Payloads) -> Iterator[Run]:
    """Values that rules judge, at many paths."""
    content = (
        "deployTarget: {}\npachd:\n  logLevel: {}\n  image: {tag: {}}\n  storage: {backend: {}, amazon: {bucket: {}}}\n"
        "  lokiDeploy: {}\n  resources: {requests: {cpu: {}}}\n  annotations: {x: 1}\n"
        "ingress:\n  enabled: true\n  host: {}\n  annotations:\n    kubernetes.io/ingress.class: {}\n"
        "    alb.ingress.kubernetes.io/scheme: {}\n  tls: {enabled: {}, secretName: {}}\n"
        "proxy: {host: {}, service: {type: {}, httpPort: {}}}\nconsole: {enabled: 'yes', image: {tag: {}}}\n"
        "etcd: {size: {}, storageClass: {}}\n"
    )
    # of one input, every format meets every payload
    return about_values(_files(writable(planted), content), every=True)


def texts(planted: Payloads) -> Iterator[Run]:
    """As they are: in comments, plain scalars, block scalars, and on lines of their own."""
    contents = (
        "# pachlint: chart-version=2.6.4\ndeployTarget: LOCAL\n# {}\npachd:\n  # {}\n  enabled: 'yes' # {}\n# {}\nunkown: 1 # {}\n",
        "deployTarget: LOCAL\npachd:\n  logLevel: {}\n  a: |\n{}\n    {}\n  storage: {backend: {}}\n",
        "deployTarget: LOCAL\nnotes: |\n  {}\npachd:\n  enabled: 'yes'\n  a: >-\n    {}\n",
        "deployTarget: LOCAL\n{}\nconsole:\n  enabled: 'yes'\n{}\n",
        "# pachlint: ignore-file[{}] {}\n# pachlint: chart-version={}\npachd: {enabled: 'yes'} # pachlint: ignore[{}] {}\n",
        "deployTarget: '\n{}\n'\npachd: {logLevel: [\n  {}\n]}\n",
        "{{ {} }}\ndeployTarget: LOCAL\npachd:\n  logLevel: {{ .Values.x }} # {}\n",
    )
    for number, content in enumerate(contents):
        yield from about_values(
            {
                write(f"{number}-{at}.yaml", content.replace("{}", one.text)): one
                for at, one in enumerate(planted)
            },
            most=None if number == 0 else _MOST,
            turn=number,
        )


def file_names(planted: Payloads) -> Iterator[Run]:
    """Files that are there, in an umbrella chart, and gone."""
    named = {write(f"{one.text}.yaml", VALUES): one for one in nameable(planted)}
    yield from about_values(named)
    # found in a folder they are called as they are when they are named
    yield from (
        Run(words, tuple(named.values())) for words in ways("check", ".")[: None if EVERY.get() else 2]
    )
    for name, one in named.items():
        write("umbrella.yaml", "x: 1\n")
        write(name, f"pachyderm:\n  {VALUES.replace(chr(10), chr(10) + '  ')}\n")
        there = (("check", name, "-v", "--hook"), ("check", name, "-v"), ("values", "-f", name))
        yield from chosen((Run(words, (one,)) for words in there), one, nameable(planted))
        os.unlink(name)
        gone = (("check", name), ("check", "-f", name))
        yield from chosen((Run(words, (one,)) for words in gone), one, nameable(planted), len(there))
    yield Run(("init",), tuple(named.values()))


def folder_names(planted: Payloads) -> Iterator[Run]:
    """Folders, given for whatever a folder can be given for."""
    named = {write(f"{one.text}/v.yaml", VALUES): one for one in nameable(planted)}
    yield from about_values(named)
    for name, one in named.items():
        folder = os.path.dirname(name)
        asked = (
            *ways("check", folder)[:2],
            *ways("config show", folder),
            ("init", folder),
            ("init", folder),
            ("test", folder),
            ("rules", "--rules", folder),
            ("check", "--chart", folder, name),
        )
        yield from chosen((Run(words, (one,)) for words in asked), one, nameable(planted))
    yield Run(("init",), tuple(named.values()))


def standard_input(planted: Payloads) -> Iterator[Run]:
    """Comments, with a fix beside them."""
    for one in planted:
        content = f"deployTarget: LOCAL # {one.text}\n# {one.text}\npachd: {{enabled: 'yes'}}\n".encode(
            "utf-8", "surrogatepass" if "\ud800" in one.text else "surrogateescape"
        )
        for turn, words in enumerate(ways("check", "-")):
            if one not in dealt(planted, turn):
                continue
            # the text itself is printed then, and may have lines of its own
            is_text = not {"--fix", "--add-ignores"}.isdisjoint(words)
            seen = () if is_text and one.name == "line of its own" else (one,)
            yield Run((*words, *(() if FEW[0] in words else FEW)), seen, content)
        yield Run(("values", "-f", "-"), (one,), content)
