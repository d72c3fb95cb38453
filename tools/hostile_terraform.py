"""Shapes of files of Terraform near the bounds of pachlint."""

import json

from hostile_objects import file, keys, numbered_lines
from hostile_shapes import HEAD, Shape

_RELEASE = 'resource "helm_release" "a" {\n  name = "p"\n  chart = "pachyderm"\n'
_TERRAFORM = 100_000
"""Most characters of a file of Terraform."""


def _terraform(part: str, tail: str = "", head: str = _RELEASE) -> Shape:
    """A file of Terraform that repeats a part, with ``{n}`` for its number."""

    def text(size: float) -> str:
        room = _TERRAFORM * size - len(head) - len(tail) - 10
        return head + numbered_lines(part, room // (len(part) + 2)) + tail

    return file(text, "main.tf")


OF_TERRAFORM: dict[str, Shape] = {
    "terraform: brackets": _terraform("[", head=_RELEASE + "  x = "),
    "terraform: braces": _terraform("{a=", head=_RELEASE + "  x = "),
    "terraform: parentheses": _terraform("(", head=_RELEASE + "  x = "),
    "terraform: calls": _terraform("f(", head=_RELEASE + "  x = "),
    "terraform: blocks": _terraform("a {\n"),
    "terraform: holes": _terraform("${ ", head=_RELEASE + '  x = "'),
    "terraform: holes in strings": _terraform('${"', head=_RELEASE + '  x = "'),
    "terraform: closed holes": _terraform("${a}", '"\n}\n', _RELEASE + '  x = "'),
    "terraform: conditions": _terraform("a ? ", head=_RELEASE + "  x = "),
    "terraform: operators": _terraform("a + ", "a\n}\n", _RELEASE + "  x = "),
    "terraform: minus signs": _terraform("- ", "a\n}\n", _RELEASE + "  x = "),
    "terraform: escapes": _terraform("\\u0041", '"\n}\n', _RELEASE + '  x = "'),
    "terraform: open string": _terraform("x", head=_RELEASE + '  x = "'),
    "terraform: comments": _terraform("# pachlint: ignore[a]\n", "}\n"),
    "terraform: comments in a line": _terraform("/* a */ ", "\n}\n"),
    "terraform: open comments": _terraform("/* ", "\n}\n"),
    "terraform: heredoc": _terraform(
        "  k{n}: 1\n", "  EOT\n  ]\n}\n", _RELEASE + "  values = [<<-EOT\n  deployTarget: LOCAL\n"
    ),
    "terraform: open heredoc": _terraform(
        "  k{n}: 1\n", head=_RELEASE + "  values = [<<-EOT\n  deployTarget: LOCAL\n"
    ),
    "terraform: heredoc of holes": _terraform(
        "  k{n}: ${a}\n", "  EOT\n  ]\n}\n", _RELEASE + "  values = [<<-EOT\n  deployTarget: LOCAL\n"
    ),
    "terraform: heredoc of open holes": _terraform(
        "${", "\nEOT\n]\n}\n", _RELEASE + "  values = [<<EOT\ndeployTarget: LOCAL\n"
    ),
    "terraform: heredoc of holes in a line": _terraform(
        "${a}", "\nEOT\n]\n}\n", _RELEASE + "  values = [<<EOT\ndeployTarget: LOCAL\n"
    ),
    "terraform: heredoc of escapes": _terraform(
        "$${", "\nEOT\n]\n}\n", _RELEASE + "  values = [<<EOT\ndeployTarget: LOCAL\nx: "
    ),
    "terraform: heredocs": _terraform("  x{n} = <<E\na\nE\n", "}\n"),
    "terraform: values": _terraform("<<E\nzz{n}q: 1\nE\n,", "]\n}\n", _RELEASE + "  values = ["),
    "terraform: files": _terraform('file("f{n}.yaml"),', "]\n}\n", _RELEASE + "  values = ["),
    "terraform: set": _terraform('  set {\n  name = "pachd.a{n}"\n  value = "1"\n  }\n', "}\n"),
    "terraform: sensitive": _terraform(
        '  set_sensitive {\n  name = "pachd.a{n}"\n  value = var.b\n  }\n', "}\n"
    ),
    "terraform: set list": _terraform(
        '  {name = "pachd.a{n}", value = "1"},\n', "]\n}\n", _RELEASE + "  set = [\n"
    ),
    "terraform: locals": file(
        lambda size: (
            "locals {\n"
            + numbered_lines('  a{n} = "zz{n}q: 1"\n', 2_000 * size)
            + "}\n"
            + _RELEASE
            + "  values = [\n"
            + numbered_lines("  local.a{n},\n", 2_000 * size)
            + "  ]\n}\n"
        ),
        "main.tf",
    ),
    "terraform: locals of locals": file(
        lambda size: (
            "locals {\n"
            + numbered_lines("  a{n} = [local.b{n}, local.b{n}]\n  b{n} = local.a{n}\n", 900 * size)
            + "}\n"
            + _RELEASE
            + "  values = [yamlencode({\n"
            + numbered_lines("  k{n} = local.a{n}\n", 900 * size)
            + "  })]\n}\n"
        ),
        "main.tf",
    ),
    "terraform: encoded": _terraform(
        "  zz{n}q = 1\n", "  })]\n}\n", _RELEASE + '  values = [yamlencode({\n  deployTarget = "LOCAL"\n'
    ),
    "terraform: numbers": _terraform(
        "9", "\n  })]\n}\n", _RELEASE + '  values = [yamlencode({\n  deployTarget = "LOCAL"\n  a = 1'
    ),
    "terraform: releases": _terraform(
        'resource "helm_release" "a{n}" {\nchart = "pachyderm"\nvalues = ["zz{n}q: 1"]\n}\n', head=""
    ),
    "terraform: large": file(
        lambda size: _RELEASE + numbered_lines("  # a comment {n}\n", 50_000 * size) + "}\n", "main.tf"
    ),
    "terraform json: releases": file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        f"r{n}": {"chart": "pachyderm", "values": [f"zz{n}q: 1"]}
                        for n in range(int(1_200 * size))
                    }
                }
            }
        ),
        "main.tf.json",
    ),
    "terraform json: set": file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        "a": {
                            "chart": "pachyderm",
                            "set": [{"name": f"pachd.a{n}", "value": "1"} for n in range(int(2_400 * size))],
                        }
                    }
                }
            }
        ),
        "main.tf.json",
    ),
    "terraform json: string": file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        "a": {
                            "chart": "pachyderm",
                            "values": [HEAD + keys(0, 9_800 * size)],
                        }
                    }
                }
            }
        ),
        "main.tf.json",
    ),
    "terraform json: holes": file(
        lambda size: json.dumps(
            {
                "resource": {
                    "helm_release": {
                        "a": {
                            "chart": "pachyderm",
                            "name": "${" * int(40_000 * size) + "}",
                            "values": ["${" * int(40_000 * size) + "}"],
                        }
                    }
                }
            }
        ),
        "main.tf.json",
    ),
}
