"""Texts that only stand for a value: variables that were not filled in, words to be replaced, ids copied from documentation."""

import re

from pachlint.lazy_regex import lazy_regex

_REFERENCE = lazy_regex(
    r"\s*(?:ENC\[|vault:|ref\+|op://|<path:|sops:|secretref:|arn:aws:secretsmanager:)", re.IGNORECASE
)
_HOLE = lazy_regex(
    r"""\$\{(?:[^{}]|\{[^{}]*\})*\} | \$\([^()]*\) | \$[A-Za-z_]\w* | \{\{(?:(?!\{\{)[^\n])*?\}\} | [{<]%(?:(?![{<]%)[^\n])*?%[>}] | %\{[^{}]*\}
      | \#\{[A-Za-z_][\w.-]*\}\#? | %\(\w+\)s | %[sd]\b | %[A-Z][A-Z0-9_]+% | @@?[A-Z][A-Z0-9_]+@@? | @@\w+@@ | (?<!\w)__[A-Z][A-Z0-9_]*__(?!\w)""",
    re.VERBOSE,
)
_FILLER = lazy_regex(
    r"""<\s*[A-Za-z][^<>@]*>
      | ^\s*\*{2,}\s*$ | ^[xX]{3,}$ | ^\.{3,}$ | ^…$
      | \b(?:redacted|changeme|fixme|placeholder)\b | ^\W*(?:dummy|tbd)\W*$ | ^\W*todo(?![\w.-])
      | \b(?:change|replace|fill|insert|put|enter)[\s_-]?(?:me|this|with|in|your|here|json|content)\b
      | (?<![A-Za-z])your[\s_-]\w+
      | (?<![A-Za-z])your\.?(?:account|bucket|cluster|company|domain|host|org|project|region|token)(?![a-z]{3}) | ^insert\b | (?-i:EXAMPLE(?:KEY)?$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOTHING_ELSE = lazy_regex(
    r"""<[^<>]*> | [xX*.…]+ | redacted+ | change[\s_-]?me | fixme | todo | tbd | placeholder | dummy
      | (?:your|insert|enter|put|replace)[\s_-][A-Za-z _-]+""",
    re.IGNORECASE | re.VERBOSE,
)

_FILL = frozenset("xX*.…")

# Where none of these stands in a text, its expression is not even compiled: most texts are values.
_OF_REFERENCE = ("enc[", "vault:", "ref+", "op:", "<path", "sops:", "secretref", "secretsmanager")
_OF_HOLE = ("$", "{{", "%", "@", "#{", "__")
_OF_FILLER = (
    "<", "*", "...", "…", "xxx", "change", "dummy", "enter", "fill", "fixme", "insert", "placeholder", "put", "redacted",
    "replace", "tbd", "todo", "your",
)  # fmt: skip
# Ids and names that documentation uses; AWS's own pages have these three account numbers.
_EXAMPLE_ACCOUNTS = ("111122223333", "123456789012", "000000000000")
_EXAMPLE_REGIONS = ("region", "aws-region")
_EXAMPLE_ARN = lazy_regex(
    r"""arn:aws[a-z-]*:[\w-]+:
        (?: (?:region|aws-region|your[-_]\w+|x+)? : (?:account(?:[-_]?id|[-_]?number)?|aws[-_]?account[-_]?id|[xX]{3,}\d*) :
          | [\w-]* : (?:"""
    + "|".join(_EXAMPLE_ACCOUNTS)
    + r""") : ) \S*
      | arn:aws[a-z-]*:[\w-]+:(?:region|aws-region):\S*""",
    re.VERBOSE | re.IGNORECASE,
)
_RESOURCES = ("subnet-", "sg-", "eipalloc-", "vpc-", "i-")
_EXAMPLE_ID = lazy_regex(
    r"\b(?:subnet|sg|eipalloc|vpc|i)-(?:([a-zA-Z])\1{2,}|x+\d*|(?:id|name)?\d?\b|0?123456\w*)(?=$|[\s,])"
)


def placeholder_kind(text: str) -> str:
    """How the text only stands for a value.

    ``reference`` (to a secret store, or encrypted), ``hole`` (a template fills it: ``${X}``), ``filler``
    (a person should have filled it: ``<bucket>``, ``changeme``), or empty if it is a value.
    """
    lower = text.lower()
    if _any_in(_OF_REFERENCE, lower) and _REFERENCE.match(text):
        return "reference"
    if _any_in(_OF_HOLE, text) and _HOLE.search(text):
        return "hole"
    # the chart's own word "enterprise" is nobody's "enter"
    may_be_filler = "EXAMPLE" in text or _any_in(_OF_FILLER, lower.replace("enterprise", ""))
    return "filler" if may_be_filler and _FILLER.search(text) else ""


def holes(text: str) -> list[str]:
    """The variables in a text that some program has to fill in, as they are written."""
    return _HOLE.findall(text) if _any_in(_OF_HOLE, text) else []


def _any_in(signs: tuple[str, ...], text: str) -> bool:
    for sign in signs:  # noqa: SIM110 -- every text of the user's comes here several times, and any() takes twice as long
        if sign in text:
            return True
    return False


def is_placeholder(text: str) -> bool:
    """Whether the text only stands for a value, in any of the ways of :func:`placeholder_kind`."""
    return bool(placeholder_kind(text))


def is_example_arn(text: str) -> bool:
    """Whether the text is an ARN of a documentation page: its region or account is a word, or a well-known number."""
    if "arn:" not in text.lower():
        return False
    region, account = (*text.split(":", 5), *("",) * 5)[3:5]
    plain = account.isdigit() and account not in _EXAMPLE_ACCOUNTS and region.lower() not in _EXAMPLE_REGIONS
    return not (plain and text.count("arn:") == 1) and bool(_EXAMPLE_ARN.search(text))


def is_example_id(text: str) -> bool:
    """Whether the text names a resource of AWS by an id that cannot be real: ``subnet-aaaa``."""
    return _any_in(_RESOURCES, text) and bool(_EXAMPLE_ID.search(text))


def says_nothing(text: str) -> bool:
    """Whether all of a secret's text is a placeholder; a password may hold a ``$`` or the word ``todo``."""
    whole = text.strip()
    signs = (*_OF_REFERENCE, *_OF_HOLE, *_OF_FILLER)
    if not _any_in(signs, whole.lower()) and not set(whole) <= _FILL:
        return False
    return bool(_REFERENCE.match(whole) or _HOLE.fullmatch(whole) or _NOTHING_ELSE.fullmatch(whole))
