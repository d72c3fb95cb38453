"""Where a secret can stand in a values file, in flags and in a config, and what may be wrong around it."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pachlint.chart import fields
from pachlint.place import Path
from pachlint.reading.document import read
from pachlint.source import Source
from pachlint.versions import RELEASED

SECRET = "q7ZkVw2XbNp8RtLm"  # noqa: S105 -- what is looked for
NUMBER = "4839201755660913"
WORDS = "kwyjibozarquon"
"""Three secrets: one of all kinds of characters, one of digits, one of letters."""

_ADDRESS = f"postgres://pach:{SECRET}@db.corp.io:5432/pach"
_BODY = "".join(f"      {SECRET}{at}MIIEowIBAAKCAQEA0IRslLmqC89SwynBxXTzlHVs\n" for at in range(3))
_WRAPPED = f"-----BEGIN PRIVATE KEY-----\\n{SECRET}AAAAAAAA\\n-----END PRIVATE KEY-----"


class Secret(NamedTuple):
    """A text with a secret in it, by a name for people."""

    name: str
    text: str


PLACES = (
    Secret("plain", f"pachd:\n  rootToken: {SECRET}\n"),
    Secret("number", f"pachd:\n  rootToken: {NUMBER}\n"),
    Secret("word", f"pachd:\n  rootToken: {WORDS}\n"),
    Secret("double quotes", f'pachd:\n  rootToken: "{SECRET}"\n'),
    Secret("single quotes", f"pachd:\n  rootToken: '{SECRET}'\n"),
    Secret("quotes over lines", f'pachd:\n  rootToken: "{SECRET}\n    {SECRET}"\n'),
    Secret("plain over lines", f"pachd:\n  rootToken: {SECRET}\n    {SECRET}\n"),
    Secret("block text", f"pachd:\n  enterpriseLicenseKey: |\n    {SECRET}\n    {SECRET}\n"),
    Secret("folded text", f"pachd:\n  enterpriseLicenseKey: >-\n    {SECRET}\n\n    {SECRET}\n"),
    Secret("hash inside", f"pachd:\n  rootToken: ab#{SECRET}\n"),
    Secret("hash after", f"pachd:\n  rootToken: ab #{SECRET}\n"),
    Secret("hash after quotes", f'pachd:\n  rootToken: "ab" #{SECRET}\n'),
    Secret("comment above", f"pachd:\n  # rootToken: {SECRET}\n  rootToken: x1\n"),
    Secret("comment between", f"pachd:\n  rootToken:\n    # {SECRET}\n    x1\n"),
    Secret("old value in a comment", f"pachd:\n  enabled: true # rootToken: {SECRET}\n"),
    Secret("comment without a colon", f"pachd: {{}}\n# rootToken {SECRET}\n"),
    Secret("same text elsewhere", f"pachd:\n  rootToken: {SECRET}\n  logLevel: {SECRET}\n"),
    Secret("same text in a key", f"pachd:\n  rootToken: {SECRET}\n{SECRET}: 1\n"),
    Secret("same text in a comment", f"pachd:\n  rootToken: {SECRET}\nproxy: {{enabled: 'yes'}} # {SECRET}\n"),
    Secret("part of a longer text", f"pachd:\n  rootToken: {SECRET}\n  lokiHost: [https://a/{SECRET}/b]\n"),
    Secret("anchor", f"common: &token {SECRET}\npachd: {{rootToken: *token}}\n"),
    Secret("anchor of a map", f"common: &c {{rootToken: {SECRET}, id: {SECRET}}}\npachd: *c\n"),
    Secret("anchor of a list", f"common: &c [{SECRET}]\npachd: {{rootToken: *c}}\n"),
    Secret("merge key", f"common: &c\n  rootToken: {SECRET}\npachd:\n  <<: *c\n"),
    Secret("merged away", f"common: &c\n  rootToken: {SECRET}\npachd:\n  rootToken: x\n  <<: *c\n"),
    Secret("name of an anchor", f"pachd:\n  rootToken: &{SECRET} x\n"),
    Secret("nothing but an anchor", f"pachd:\n  rootToken: &{SECRET}\n"),
    Secret("name of an alias", f"pachd:\n  rootToken: *{SECRET}\n"),
    Secret("tag", f"pachd:\n  rootToken: !{SECRET} x\n"),
    Secret("standard tag", f"pachd:\n  rootToken: !!int {SECRET}\n"),
    Secret("map below", f"pachd:\n  oauthClientSecret: {{value: {SECRET}}}\n"),
    Secret("key below", f"pachd:\n  oauthClientSecret:\n    {SECRET}: 1\n"),
    Secret("deep below", f"pachd:\n  oauthClientSecret: {{a: [{{b: {SECRET}}}]}}\n"),
    Secret("map below an unknown key", f"mine:\n  clientSecret:\n    value: {SECRET}\n    other: {NUMBER}\n"),
    Secret("list below", f"pachd:\n  enterpriseSecret:\n  - {SECRET}\n  - {NUMBER}\n"),
    Secret("list of lists", f"pachd: {{enterpriseSecret: [[{SECRET}]]}}\n"),
    Secret("missing colon", f"pachd:\n  rootToken {SECRET}\n"),
    Secret("missing colon among keys", f"pachd:\n  enabled: true\n  rootToken {SECRET}\n  replicas: 1\n"),
    Secret("missing colon, too far in", f"pachd:\n  enabled: true\n    rootToken {SECRET}\n"),
    Secret("missing colon, several", f"pachd:\n  rootToken {SECRET}\n  enabled true\n"),
    Secret("missing colon in braces", f"pachd: {{rootToken {SECRET}}}\n"),
    Secret("missing space", f"pachd:\n  rootToken:{SECRET}\n"),
    Secret("missing space in braces", f"pachd: {{rootToken:{SECRET}}}\n"),
    Secret("missing space and more", f"pachd:\n  rootToken:{SECRET}\n  enabled: true\n"),
    Secret("equals sign", f"pachd:\n  rootToken={SECRET}\n"),
    Secret("equals sign among keys", f"pachd:\n  enabled: true\n  rootToken = {SECRET}\n"),
    Secret("second line at column 0", f"pachd:\n  rootToken: {SECRET}\n{SECRET}\n"),
    Secret("second line with a colon", f"pachd:\n  rootToken: {SECRET}\n{SECRET}:{SECRET}\n"),
    Secret("quotes, second line at column 0", f'pachd:\n  rootToken: "{SECRET}\n{SECRET}"\n  enabled: x: y\n'),
    Secret("block, second line at column 0", f"pachd:\n  rootToken: |\n    {SECRET}\n{SECRET}\n"),
    Secret("colon inside", f"pachd:\n  rootToken: {SECRET}: {SECRET}\n"),
    Secret("at sign first", f"pachd:\n  rootToken: @{SECRET}\n"),
    Secret("percent first", f"pachd:\n  rootToken: %{SECRET}\n"),
    Secret("backquote first", f"pachd:\n  rootToken: `{SECRET}`\n"),
    Secret("bracket first", f"pachd:\n  rootToken: [{SECRET}\n"),
    Secret("brace first", f"pachd:\n  rootToken: {{{SECRET}\n"),
    Secret("bar first", f"pachd:\n  rootToken: |{SECRET}\n"),
    Secret("bar in brackets", f"pachd: {{rootToken: |{SECRET}}}\n"),
    Secret("dash first", f"pachd:\n  rootToken: - {SECRET}\n"),
    Secret("question mark first", f"pachd:\n  rootToken: ? {SECRET}\n"),
    Secret("unknown escape", f'pachd:\n  rootToken: "\\{SECRET}"\n'),
    Secret("quote inside", f'pachd:\n  rootToken: "{SECRET}"{SECRET}"\n'),
    Secret("quote never closed", f'pachd:\n  rootToken: "{SECRET}\n  enabled: true\n'),
    Secret("text after the quote", f'pachd:\n  rootToken: "x" {SECRET}\n'),
    Secret("control character", f"pachd:\n  rootToken: a\x01{SECRET}\n"),
    Secret("tab after the colon", f"pachd:\n  rootToken:\t{SECRET}\n"),
    Secret("tab indents", f"pachd:\n\trootToken: {SECRET}\n"),
    Secret("tab inside", f"pachd:\n  rootToken: a\t{SECRET}\n"),
    Secret("twice", f"pachd:\n  rootToken: {SECRET}\n  rootToken: {NUMBER}\n"),
    Secret("twice, elsewhere", f"pachd:\n  rootToken: {SECRET}\npachd:\n  rootToken: {NUMBER}\n"),
    Secret("key twice below", f"pachd:\n  rootToken:\n    {SECRET}: 1\n    {SECRET}: 2\n"),
    Secret("env", f"pachd:\n  env:\n  - name: DB_PASSWORD\n    value: {SECRET}\n"),
    Secret("env in braces", f"pachd:\n  env:\n  - {{name: DB_PASSWORD, value: {SECRET}}}\n"),
    Secret("env, value first", f"mine:\n  env:\n  - value: {SECRET}\n    name: DB_PASSWORD\n"),
    Secret("env of another name", f"pachd:\n  env:\n  - name: LICENCE\n    value: {SECRET}\n"),
    Secret("env number", f"pachd:\n  env:\n  - name: PIN\n    value: {NUMBER}\n"),
    Secret("env of a subchart", f"loki-stack:\n  loki:\n    env:\n    - name: S3\n      value: {SECRET}\n"),
    Secret("env as a map", f"loki-stack:\n  grafana:\n    env:\n      GF_ADMIN: {SECRET}\n"),
    Secret("env as a text", f"pachd:\n  env:\n  - DB_PASSWORD={SECRET}\n"),
    Secret("minio", f"pachd:\n  storage:\n    minio:\n      id: {SECRET}\n      secret: {NUMBER}\n"),
    Secret("amazon", f"pachd:\n  storage:\n    amazon: {{id: {SECRET}, secret: {NUMBER}, token: {SECRET}}}\n"),
    Secret("connector", f"oidc:\n  upstreamIDPs:\n  - id: a\n    config:\n      clientSecret: {SECRET}\n"),
    Secret("connector as a text", f'oidc:\n  upstreamIDPs:\n  - id: a\n    jsonConfig: >-\n      {{"x": "{SECRET}"}}\n'),
    Secret("client", f"oidc:\n  additionalClients:\n  - id: a\n    secret: {SECRET}\n"),
    Secret("JSON as a text", f'pachd:\n  storage:\n    google:\n      cred: |\n        {{"private_key": "{_WRAPPED}"}}\n'),
    Secret("PEM", f"pachd:\n  tls:\n    newSecret:\n      key: |\n      -----BEGIN PRIVATE KEY-----\n{_BODY}      -----END PRIVATE KEY-----\n"),
    Secret("PEM, a block", f"pachd:\n  tls:\n    newSecret:\n      key: |\n        -----BEGIN RSA PRIVATE KEY-----\n{_BODY.replace('      ', '        ')}        -----END RSA PRIVATE KEY-----\n"),
    Secret("PEM anywhere", f"pachd:\n  logLevel: |\n      -----BEGIN PRIVATE KEY-----\n{_BODY}      -----END PRIVATE KEY-----\n"),
    Secret("PEM without an end", f"pachd:\n  logLevel: |\n      -----BEGIN PRIVATE KEY-----\n{_BODY}"),
    Secret("PEM with a dash too few", f"pachd:\n  logLevel: |\n      ----BEGIN PRIVATE KEY-----\n{_BODY}      -----END PRIVATE KEY----\n"),
    Secret("PEM in small letters", f"pachd:\n  logLevel: |\n      -----begin private key-----\n{_BODY}      -----end private key-----\n"),
    Secret("PGP", f"pachd:\n  logLevel: |\n      -----BEGIN PGP PRIVATE KEY BLOCK-----\n{_BODY}      -----END PGP PRIVATE KEY BLOCK-----\n"),
    Secret("OpenSSH", f"pachd:\n  logLevel: |\n      b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE{SECRET}\n"),
    Secret("URL", f"global:\n  proxy: http://ann:{SECRET}@proxy:3128\n"),
    Secret("URL anywhere", f"pachd:\n  lokiHost: {_ADDRESS}\n"),
    Secret("URL with a slash inside", f"pachd:\n  lokiHost: postgres://pach:ab/{SECRET}@db:5432/pach\n"),
    Secret("URL with an at sign inside", f"pachd:\n  lokiHost: postgres://pach:ab@{SECRET}@db:5432/pach\n"),
    Secret("URL as a key", f"pachd:\n  {_ADDRESS}: 1\n"),
    Secret("query of a URL", f"pachd:\n  storage:\n    storageURL: s3://b?accessKey=a&secretKey={SECRET}\n"),
    Secret("login without a scheme", f"global:\n  proxy: ann:{SECRET}@proxy:3128\n"),
    Secret("keyword list", f"pachd:\n  lokiHost: host=db password={SECRET} dbname=x\n"),
    Secret("header", f"ingress:\n  annotations:\n    a.io/h: 'Authorization: Bearer {SECRET}'\n"),
    Secret("annotation", f"ingress:\n  annotations:\n    example.com/password: {SECRET}\n"),
    Secret("command line", f"pachd:\n  annotations: {{run: '--password {SECRET}'}}\n"),
    Secret("script", f"postgresql:\n  initdbScripts:\n    a.sql: |\n      ALTER USER x PASSWORD '{SECRET}';\n"),
    Secret("AWS key", "pachd:\n  logLevel: AKIAQ7ZKVW2XBNP8RTLM\n"),
    Secret("template with a default", f"pachd:\n  rootToken: ${{TOKEN:-{SECRET}}}\n"),
    Secret("quoted template with a default", f"pachd:\n  rootToken: '{{{{ default \"{SECRET}\" .x }}}}'\n"),
    Secret("template", f'pachd:\n  rootToken: {{{{ env "X" | default "{SECRET}" }}}}\n'),
    Secret("beside a template", f"pachd:\n  rootToken: {SECRET}\n  logLevel: {{{{ .Values.level }}}}\n"),
    Secret("line of a template", f'pachd:\n  {{{{ if "{SECRET}" }}}}\n  rootToken: x\n  {{{{ end }}}}\n'),
    Secret("misspelled key", f"pachd:\n  rootTokn: {SECRET}\n"),
    Secret("key in capitals", f"pachd:\n  ROOTTOKEN: {SECRET}\n"),
    Secret("key of another place", f"rootToken: {SECRET}\n"),
    Secret("quoted key", f'"pachd":\n  "rootToken": {SECRET}\n'),
    Secret("explicit key", f"pachd:\n  ? rootToken\n  : {SECRET}\n"),
    Secret("explicit key that is a map", f"pachd:\n  ? {{rootToken: {SECRET}}}\n  : 1\n"),
    Secret("list of values", f"- pachd:\n    rootToken: {SECRET}\n"),
    Secret("a single text", f"rootToken {SECRET}\n"),
    Secret("second document", f"pachd: {{}}\n--- {{pachd: {{rootToken: {SECRET}}}}}\n"),
    Secret("second document, below", f"pachd: {{}}\n---\npachd:\n  rootToken: {SECRET}\n"),
    Secret("merge conflict", f"pachd:\n<<<<<<< HEAD\n  rootToken: {SECRET}\n=======\n  rootToken: {NUMBER}\n>>>>>>> {SECRET}\n"),
    Secret("Markdown", f"```yaml {SECRET}\npachd:\n  rootToken: {SECRET}\n```\n"),
    Secret("not YAML at all", f"ROOT_TOKEN={SECRET}\nexport PASS={NUMBER}\n"),
    Secret("not an infinity", f"pachd:\n  rootToken: .inf\n  logLevel: .nan # token: {SECRET}\n"),
    Secret("umbrella", f"pachyderm:\n  pachd:\n    rootToken: {SECRET}\n"),
    Secret("section that is a text", f"pachd: rootToken {SECRET}\n"),
    Secret("name of a secret", f"pachd:\n  rootTokenSecretName: [password={SECRET}]\n"),
    Secret("certificate", f"pachd:\n  tls:\n    enabled: true\n    newSecret: {{create: true, crt: x, key: {SECRET}}}\n"),
)  # fmt: skip


def declared() -> Iterator[tuple[Path, tuple[str, str]]]:
    """The fields of the chart for secrets, with the oldest and the newest version that has each."""
    for path, node in fields.walk():
        if node.get("x-secret"):
            present = fields.presence(node)
            yield path, (str(present[0][0]), str(present[-1][1]))


def of_every_version() -> Iterator[tuple[Path, str]]:
    """The fields for secrets in every version that has them."""
    for path, node in fields.walk():
        if node.get("x-secret"):
            for version in RELEASED:
                if fields.is_present(node, version):
                    yield path, str(version)


def below(path: Path, value: object) -> dict[str, object]:
    """Values that hold one thing at a path."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value  # type: ignore[return-value]


_NEIGHBORS = "zzyzx: 1\nproxy: {enabled: 'yes', hst: x}\nconsole: {enabled: 5}\n"
_WRONG: dict[str, Any] = {"zzyzx": 1, "console": {"enabled": 5}, "etcd": {"storageSizes": "1Gi"}}


def _at_its_line(text: str, change: Callable[[str], str]) -> str:
    """The text with the first line that holds a secret changed."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if any(word in line for word in (SECRET, NUMBER, WORDS)):
            lines[at] = change(line)
            break
    return "\n".join(lines)


def _in_one_line(text: str) -> str:
    """The values as JSON on one line, with mistakes beside the secret; the text itself if it is not YAML."""
    document = read(Source("v.yaml", text))
    return json.dumps({**document.data, **_WRONG}) if document.data else text


def _without_colon(line: str) -> str:
    before, colon, after = line.rpartition(": ")
    return f"{before} {after}" if colon else line


CONTEXTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with mistakes beside it": lambda text: text + _NEIGHBORS,
    "on one line with mistakes": _in_one_line,
    "unreadable before": lambda text: "etcd:\n  storageSize: a: b\n" + text,
    "unreadable after": lambda text: text + "etcd:\n  storageSize: a: b\n",
    "unreadable at the end of its line": lambda text: _at_its_line(text, lambda line: f"{line} : x: y"),
    "quote opened before": lambda text: _at_its_line(text, lambda line: line.replace(": ", ': "', 1)),
    "no colon": lambda text: _at_its_line(text, _without_colon),
    "no space": lambda text: _at_its_line(text, lambda line: line.replace(": ", ":")),
    "indented too far": lambda text: _at_its_line(text, lambda line: f" {line}"),
    "not indented": lambda text: _at_its_line(text, lambda line: line.lstrip(" ")),
    "indented by a tab": lambda text: _at_its_line(text, lambda line: f"\t{line.lstrip()}"),
    "cut in two": lambda text: text.replace(SECRET, f"{SECRET[:8]}\n{SECRET[8:]}", 1),
    "bracket opened before": lambda text: f"etcd: [\n{text}",
    "given twice": lambda text: text + text,
    "second document": lambda text: f"deployTarget: LOCAL\n---\n{text}",
    "with CR LF": lambda text: text.replace("\n", "\r\n"),
    "in a comment": lambda text: "deployTarget: 5\n" + "".join(f"# {line}\n" for line in text.splitlines()),
}
"""What may be around a secret: each makes a values file out of the text of a place."""

FLAGS = (
    ("--set", f"pachd.rootToken={SECRET}"),
    ("--set", f"pachd.rootToken={NUMBER}"),
    ("--set", f"pachd.rootToken=ab,{SECRET}"),
    ("--set", f"x.password=ab,{SECRET}"),
    ("--set", f"x.password=ab,{SECRET}=="),
    ("--set", f"x.password=ab,{SECRET}.x=1"),
    ("--set", f"x.password=ab,{SECRET}[0]=1"),
    ("--set", f"x.password=ab,pachd.{SECRET}"),
    ("--set", f"pachd.rootToken={SECRET},{SECRET}"),
    ("--set", f"pachd.rootToken={SECRET},zzyzx=1,deployTarget=5"),
    ("--set", f"pachd.rootToken={SECRET}\\,x,zzyzx=1"),
    ("--set", f"pachd.rootToken {SECRET}"),
    ("--set", f"pachd.rootToken:{SECRET}"),
    ("--set", f"pachd.rootToken: {SECRET}"),
    ("--set", f"pachd/rootToken/{SECRET}"),
    ("--set", SECRET),
    ("--set", f"{SECRET}.x"),
    ("--set", f"x.{SECRET}"),
    ("--set", f"pachd.enterpriseSecret[a]={SECRET}"),
    ("--set", f"pachd.enterpriseSecret[-1]={SECRET}"),
    ("--set", f"pachd.enterpriseSecret[99999999]={SECRET}"),
    ("--set", f"pachd.enterpriseSecret[0={SECRET}"),
    ("--set", f"pachd.enterpriseSecret[{SECRET}]=1"),
    ("--set", f"pachd.enterpriseSecret[0]{SECRET}=1"),
    ("--set", f"pachd.enterpriseSecret[0]={SECRET}"),
    ("--set", f"pachd.enterpriseSecret={{{SECRET},b}}"),
    ("--set", f"pachd.enterpriseSecret={{{SECRET},b"),
    ("--set", f"pachd.oauthClientSecret.value={SECRET}"),
    ("--set", f"mine.clientSecret.value={SECRET}"),
    ("--set", f"pachd.rootTokn={SECRET}"),
    ("--set", f"pachd.storage.minio.id={SECRET}"),
    ("--set", f"deployTarget.password={SECRET}"),
    ("--set", f"deployTarget=LOCAL,deployTarget.{SECRET}=1"),
    ("--set", f"pachd.env[0].name=PIN,pachd.env[0].value={SECRET}"),
    ("--set", f"pachd.lokiHost=postgres://a:{SECRET}@db/x"),
    ("--set", f"pachd.lokiHost=postgres://a:{SECRET}@db/x,deployTarget"),
    ("--set", f"pachd.lokiHost=x\npassword={SECRET}"),
    ("--set-string", f"pachd.rootToken={SECRET}"),
    ("--set-string", f"pachd.rootToken=a,{SECRET}"),
    ("--set-string", f"pachd={SECRET}"),
    ("--set-json", f'pachd.rootToken="{SECRET}"'),
    ("--set-json", f"pachd.rootToken={SECRET}"),
    ("--set-json", f'pachd.rootToken="{SECRET}'),
    ("--set-json", f'pachd={{"rootToken":"{SECRET}"'),
    ("--set-json", f'pachd={{"rootToken":"{SECRET}"}}'),
    ("--set-json", f'{{"pachd":{{"rootToken":"{SECRET}"}}}}'),
    ("--set-json", f'pachd={{"storage":{{"minio":{{"id":"{SECRET}"}}}},"zzyzx":1}}'),
    ("--set-json", f'pachd.enterpriseSecret=["{SECRET}"]'),
    ("--set-json", f'pachd.rootToken={{"{SECRET}":1}}'),
    ("--set-json", f'pachd.rootToken="x" {SECRET}'),
    ("--set-json", f'pachd.env=[{{"name":"PIN","value":"{SECRET}"}}]'),
    ("--set-json", f"pachd.rootToken=1e999,{SECRET}"),
    ("--set-file", f"pachd.rootToken={SECRET}"),
    ("--set-file", f"pachd.logLevel={SECRET}"),
    ("--set-file", f"pachd.rootToken=a,{SECRET}"),
    ("--set-file", "pachd.rootToken=token.txt"),
    ("--set-file", "pachd.replicas=token.txt"),
    ("--set-file", "deployTarget=token.txt"),
    ("--set-file", "pachd.enterpriseSecret.a=token.txt"),
    ("--set-literal", f"pachd.rootToken={SECRET}"),
    ("--set-literal", f"pachd.rootToken=a,{SECRET},c"),
    ("--set-literal", f"pachd.rootToken {SECRET}"),
    ("--set-literal", f"pachd.enterpriseSecret[x]={SECRET}"),
    ("--set-literal", f"deployTarget.password={SECRET}"),
)
"""Flags with a secret in them, right and wrong ones."""

WORDS_AFTER = (
    ("--set", "pachd.rootToken", SECRET),
    ("--set", "pachd.rootToken=", SECRET),
    ("--set", "pachd.rootToken=two", SECRET),
    ("--set", "pachd.rootToken", "=", SECRET),
    ("--set", "pachd.rootToken", f"--{SECRET}"),
    ("--set", "pachd.rootToken", f"-{SECRET}"),
    ("--set", "pachd.rootToken", f"--set={SECRET}"),
    ("--set-string", "pachd.rootToken", f"'{SECRET}"),
    ("--set-json", "pachd.rootToken=", f'"{SECRET}"'),
    ("--set-jsn", f"pachd.rootToken={SECRET}"),
    (f"--sett=pachd.rootToken={SECRET}",),
    (f"--set-pachd.rootToken={SECRET}",),
    ("--set", "pachd.rootToken=a/b", f"c/{SECRET}"),
)
"""Command lines that a shell has split in the middle of a flag."""

CONFIGS = (
    f"releases: [{{name: a, values: [v.yaml], set: ['pachd.rootToken={SECRET}', zzyzx=1]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: ['pachd.rootToken=a,{SECRET}']}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: ['pachd.rootToken {SECRET}']}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: ['{SECRET}']}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: pachd.rootToken={SECRET}}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: {{pachd.rootToken: {SECRET}}}}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{{pachd.rootToken: {SECRET}}}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{{name: pachd.rootToken, value: {SECRET}}}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{{name: pachd.rootToken, value: [{SECRET}]}}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{{name: pachd.rootToken, vaule: {SECRET}}}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{{name: pachd.rootToken, {SECRET}: 1}}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{{name: {SECRET}}}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [[{SECRET}]]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set: [{NUMBER}]}}]\n",
    f"releases: [{{name: a, values: [v.yaml], sett: ['pachd.rootToken={SECRET}']}}]\n",
    f"releases: [{{name: a, values: [v.yaml], {SECRET}: 1}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set-json: ['pachd.rootToken={SECRET}']}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set-literal: ['pachd.rootToken={SECRET}']}}]\n",
    f"releases: [{{name: a, values: [v.yaml], set-file: ['pachd.rootToken={SECRET}']}}]\n",
    f"releases:\n- name: a\n  values: [v.yaml]\n  set:\n  - pachd.rootToken={SECRET}\n{SECRET}\n",
    f"releases:\n- name: a\n  values: [v.yaml]\n  set:\n  - pachd.rootToken: {SECRET}: x\n",
    f"releases:\n- name: a\n  values: [v.yaml]\n  set:\n   pachd.rootToken: {SECRET}\n   pachd.rootToken: {SECRET}\n",
    f'releases:\n- name: a\n  values: [v.yaml]\n  set:\n  - "pachd.rootToken={SECRET}\n',
    f"releases:\n- name: a\n  values: [v.yaml]\n  set:\n  - *{SECRET}\n",
    f"releases:\n- name: a\n  values: [v.yaml]\n  set:\n  - !!int {SECRET}\n",
    f"pachd.rootToken: {SECRET}\n",
    f"pachd.rootToken={SECRET}\n",
    f"set: [pachd.rootToken={SECRET}]\n",
)  # fmt: skip
"""Configs with flags that hold a secret."""
