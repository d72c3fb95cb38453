"""Where a rule applies and what an example is judged for, in words."""

from collections.abc import Mapping, Sequence

from pachlint.policy.rule import Applies


def applies_words(applies: Applies) -> str:
    """Where a rule applies, in words: ``chart >=2.3.0, on aws or gcp, in production``."""
    parts = [
        f"chart {applies.chart}" if applies.chart else "every chart version",
        f"on {_either(applies.providers, 'an unknown provider')}" if applies.providers else "",
        f"in {_either(applies.environments, 'an unknown environment')}" if applies.environments else "",
    ]
    return ", ".join(part for part in parts if part)


def _either(words: Sequence[str], unknown: str) -> str:
    *first, last = [unknown if word == "unknown" else word for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def context_words(context: Mapping[str, object]) -> str:
    """What an example is judged for, in words: ``chart 2.4.6, on azure, in production``; "" if nothing is said."""
    forms = {"chart": "chart {}", "provider": "on {}", "environment": "in {}", "file": "in {}"}
    parts = [form.format(context[name]) for name, form in forms.items() if name in context]
    return ", ".join([*parts, *(["as a part of a release"] if context.get("partial") else [])])
