"""What Helm rejects only after decoding: values and keys that JSON cannot hold, where nothing replaced them."""

from pachlint.place import Span
from pachlint.reading.nodes import Node, Problem, ScalarNode, SequenceNode

_MAX_PROBLEMS = 50


def rejected_survivors(root: Node, rejected_keys: set[Span]) -> list[Problem]:
    """Problems for infinities, NaN and keys without a string that are still effective below ``root``."""
    problems: dict[Span, Problem] = {}
    seen: set[int] = set()
    pending: list[Node] = [root]
    while pending and len(problems) < _MAX_PROBLEMS:
        node = pending.pop()
        if isinstance(node, ScalarNode):
            if isinstance(node.value, float) and node.value - node.value != 0:
                problems[node.span] = _no_number(node.span)
            continue
        parts = id(node.items) if isinstance(node, SequenceNode) else id(node.entries)
        if parts in seen:
            continue
        seen.add(parts)
        if isinstance(node, SequenceNode):
            pending += reversed(node.items)
            continue
        for entry in reversed(node.entries):
            if not entry.lost:
                if entry.key_span in rejected_keys:
                    problems[entry.key_span] = _no_key(entry.key_span)
                pending.append(entry.node)
    return sorted(problems.values(), key=lambda problem: problem.span)


def _no_number(span: Span) -> Problem:
    message = "Infinity and NaN cannot be values: Helm converts the file to JSON, which has no such numbers."
    return Problem(
        "unsupported-value",
        message,
        span,
        rejected=True,
        hint="Put the value in quotes if a string is intended.",
    )


def _no_key(span: Span) -> Problem:
    message = "Helm rejects this as a key: in YAML it is null, or a number too large to be a key."
    return Problem("invalid-key", message, span, rejected=True, hint="Put the key in quotes.")
