"""What is shown of flags: all of one that sets no secret, and of one that fails its key."""

import pytest

from pachlint.chart.secret_flags import secrets_in_flags
from pachlint.layering.flags import Flag
from pachlint.layering.layer import layer


def shown(*texts: str, kind: str = "set") -> str:
    """The command line as a report shows it."""
    values = layer({}, (), [Flag(kind, text) for text in texts], read_file=lambda _: "content of a file")  # type: ignore[arg-type]
    text, out, at = values.command_line.text, "", 0
    for span in secrets_in_flags(values).spans:
        out += text[at : span.start] + "***"
        at = span.end
    return (out + text[at:]).removeprefix(f"--{kind} ").removesuffix("\n")


@pytest.mark.parametrize(
    ("flag", "masked"),
    [
        ("pachd.rootToken=a", "pachd.rootToken=***"),
        ("pachd.rootToken=a,pachd.lokiPort=3", "pachd.rootToken=***,pachd.lokiPort=3"),
        ("pachd.lokiPort=3,proxy.enabled=true", "pachd.lokiPort=3,proxy.enabled=true"),
        ("pachd.rootToken=a,b=c", "pachd.rootToken=***"),
        ("x.password=a,b.c=d,e=f", "x.password=***"),
        ("x.password=a,b", "x.password=***"),
        ("x.y=a,b", "x.y=***"),
        ("mine.clientSecret.value=a", "mine.clientSecret.value=***"),
        ("pachd.env[0].value=a", "pachd.env[0].value=***"),
        ("x[a]=b", "***"),
        ("x[-1]=b", "x[-1]=***"),
        ("pachd.rootToken a", "pachd.rootToken***"),
        ("pachd.hunter", "pachd***"),
        ("hunter", "***"),
        ("proxy.host=postgres://a:b@c/d", "proxy.host=***"),
        ("pachd=abc", "pachd=***"),
        ("proxy.host=a.example.io", "proxy.host=a.example.io"),
    ],
)
def test_flag_is_shown_without_secrets(flag: str, masked: str) -> None:
    assert shown(flag) == masked


def test_secret_below_a_json_value_hides_the_value() -> None:
    assert shown('pachd={"storage":{"minio":{"id":"a"}}}', kind="set-json") == "pachd=***"
    assert shown('pachd={"lokiPort":1}', kind="set-json") == 'pachd={"lokiPort":1}'
    assert shown('proxy.tolerations=[{"key":"a","value":"b"}]', kind="set-json").endswith('"b"}]')


def test_one_flag_that_fails_hides_no_other() -> None:
    assert shown("proxy.host=a.io", "proxy.x[", "etcd.storageSize=1Gi").splitlines() == [
        "proxy.host=a.io",
        "--set proxy.x***",
        "--set etcd.storageSize=1Gi",
    ]


def test_content_of_a_file_is_secret_wherever_it_goes() -> None:
    values = layer({}, (), [Flag("set-file", "proxy.host=x")], read_file=lambda _: "content")
    assert "content" in secrets_in_flags(values).texts
