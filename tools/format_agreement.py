"""Compare what ``format`` of a JSON Schema demands with real Helm, on random texts near to each format.

Usage: format_agreement.py --helm HELM [--seed N] [--texts N]

Prints every disagreement; exit 1 if there is any.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pachlint.chartschema.formats import fits

SEEDS: dict[str, tuple[str, ...]] = {
    "date": ("2024-02-29", "0000-01-01", "1999-12-31", "2023-02-29", "10000-01-01"),
    "time": ("10:11:12", "1:02:03Z", "23:59:60", "10:11:12.5+01:00", "10:11:12,5-23:59", "24:00:00", "00:00:00+24:60"),
    "date-time": ("2024-02-29T10:11:12Z", "2024-02-29T10:11:12.123+02:00", "2024-02-29 10:11:12Z", "2024-02-29t10:11:12z", "10:11:12Z", "2024-01-01"),
    "hostname": ("example.com", "a-b.c1", "xn--a.b", "a" * 63 + ".b", "a" * 64, "1.2.3.4", "a.b.", "_a.b", ".".join(["a" * 60] * 5)),
    "email": ("a@b.c", "Joe Q <a@b>", '"a b"@c', "a@[1.2.3.4]", "a@[IPv6:::1]", "a@b (c)", "g: a@b, c@d;", "=?utf-8?q?J=C3=B6?= <a@b>", "a.b.@c", "Ä@ö.c", "<a@b>", "a@b,c@d"),
    "idn-email": ("a@b.c", "é@ü.c", "a@b"),
    "ipv4": ("1.2.3.4", "255.255.255.255", "01.2.3.4", "1.2.3", "256.1.1.1", "::ffff:1.2.3.4", "1.2.3.4.", "1.2.3.4%a"),
    "ipv6": ("::1", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1::2::3", "12345::", "::", "1:2:3:4:5:6:7::", "::g", "1:2:3:4:5:6:1.2.3.4"),
    "uri": ("http://u:p@h:80/p?q=1#f", "urn:a:b", "http://[::1]:8/x", "http://[fe80::1%25en0]/", "a b:c", "http://a b/", "http://h/%zz", "http://h/?%zz", "mailto:a@b", "//h/p", "http://é/ü", "http://h:/", "http://h%41/", "1a:b", "a+b-c.d:x", "http:///x", "http://[::1", "http://h/#%zz", "http://a/\\b", "http:// /", "http://h?a#b#c"),
    "uri-template": ("http://h/{a}/{b}", "{a", "a}", "{{a}}", "http://h/{a}{", "/{+x}", "%7bx%7d", "{a b}", ":{x}", "http://{h}/x"),
    "uuid": ("550e8400-e29b-41d4-a716-446655440000", "550E8400-e29b-41d4-a716-446655440000", "{550e8400-e29b-41d4-a716-446655440000}", "550e8400e29b41d4a716446655440000"),
    "regex": ("^a+$", "(?i)a", "[a-", "a{2,1}", "\\pL", "(?=a)", "\\Z", "(?P<n>a)", "a**", "\\1", "[[:alpha:]]", "x{1001}"),
    "json-pointer": ("", "/a/b", "/a~0b", "/~1", "/~2", "a", "/a b", "/é", "#/a", "/", "//"),
    "relative-json-pointer": ("0", "1/a", "2#", "01/a", "0##", "10/~1", "-1/a", "0/a#", "1a"),
}  # fmt: skip
SEEDS |= {"iri": SEEDS["uri"], "uri-reference": SEEDS["uri"], "iri-reference": SEEDS["uri"]}
SEEDS |= dict.fromkeys(("idn-hostname", "duration", "color", "password", ""), ("", "x", "é", "a b"))
# U+0085 is left out: Helm 3 folds it into a space before the schema sees it
_LETTERS = "aZ09-._~:/?#[]@!$&'()*+,;=%\\\"<>{}|^` \t\n\r\x00\xa0éß\u017f日ª٣\u2028😀TtZz"


def text(rng: random.Random, name: str) -> str:
    """A text that is nearly of a format."""
    found = rng.choice(SEEDS[name])
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        at = rng.randrange(len(found) + 1)
        end = at + rng.choice((0, 0, 1, 1, 2))
        other = rng.choice(SEEDS[name])
        part = (
            other[rng.randrange(len(other) + 1) :][: rng.randrange(6)]
            if rng.random() < 0.3
            else rng.choice(_LETTERS)
        )
        found = found[:at] + part * (rng.random() < 0.85) + found[end:]
    return found


def in_helm(helm: str, name: str, texts: Sequence[str], folder: Path) -> list[bool]:
    """Whether Helm takes each text for one of the format."""
    folder.mkdir(exist_ok=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: oracle\nversion: 1.0.0\n")
    values = {f"zq{number}zq": one for number, one in enumerate(texts)}
    (folder / "values.schema.json").write_text(
        json.dumps({"properties": {key: {"format": name} for key in values}})
    )
    file = folder.with_suffix(".json")
    written = json.dumps(values, ensure_ascii=False)
    file.write_text(re.sub("[\x7f-\x9f\u2028]", lambda sign: f"\\u{ord(sign[0]):04x}", written))
    command = [helm, "template", "x", str(folder), "-f", str(file)]
    errors = subprocess.run(command, capture_output=True, check=False).stderr.decode("utf-8", "replace")
    if errors and ("specifications" not in errors or "yaml: " in errors):
        raise RuntimeError(errors)
    rejected = {int(number) for number in re.findall(r"^- zq(\d+)zq: ", errors, re.MULTILINE)}
    return [number not in rejected for number in range(len(texts))]


def main() -> int:
    """Compare the texts; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--helm", required=True, help="the Helm binary")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--texts", type=int, default=500, help="how many for each format")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 -- no secrets
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in SEEDS:
            texts = list(dict.fromkeys(text(rng, name) for _ in range(options.texts)))
            verdicts = in_helm(options.helm, name, texts, Path(folder) / "oracle")
            for one, verdict in zip(texts, verdicts, strict=True):
                if fits(one, name) is not verdict:
                    wrong += 1
                    print(
                        f"{name or '(none)'}: {one!r}: Helm {'takes' if verdict else 'refuses'} it",
                        flush=True,
                    )
            print(f"{name or '(none)'}: {len(texts)} texts, {sum(verdicts)} taken", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
