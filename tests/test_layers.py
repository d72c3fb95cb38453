"""Modules stand on floors and import only downwards; nobody imports in a circle."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "pachlint"

# From the ground up. A module may import what stands below it, and its own package.
FLOORS = (
    ("records", "identity", "lazy_regex", "lazy_import", "bounded", "repository", "kinds", "cache"),
    ("place", "visible", "git"),
    ("source", "nearness", "bundled", "terminal", "walking"),
    ("versions",),
    ("finding",),
    ("reading",),
    ("goregexp",),
    ("gotemplate",),
    ("layering", "chartschema"),
    ("embedding",),
    ("chart",),
    ("formats",),
    ("kubernetes",),
    ("target",),
    ("policy",),
    ("verdict",),
    ("learning",),
    ("exposure",),
    ("predicates",),
    ("fixing",),
    ("judging",),
    ("suppressions",),
    ("rulefiles",),
    ("packs",),
    ("rulebook",),
    ("discovery", "changes"),
    ("chart_version_files", "config", "first_words"),
    ("preparing", "redaction"),
    ("umbrella", "computed_values", "sharing"),
    ("results",),
    ("outward",),
    ("judged",),
    ("lint",),
    ("verification",),
    ("repair", "atomic_write"),
    ("example_fixes", "offers"),
    ("catalog",),
    ("report",),
    ("api",),
    ("cli",),
    ("__main__",),
)
FLOOR = {name: number for number, floor in enumerate(FLOORS) for name in floor}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def room(path: Path) -> str:
    """The package or module right below pachlint that a file belongs to."""
    return path.parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """What a module imports of pachlint, by the name right below it."""
    for node in ast.walk(ast.parse((PACKAGE / path).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "pachlint":
            yield from (alias.name for alias in node.names if not alias.name.startswith("__"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pachlint."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("pachlint."))


def test_every_room_has_a_floor() -> None:
    assert {room(path) for path in MODULES} == set(FLOOR)


def test_imports_go_down() -> None:
    wrong = [
        (str(path), name)
        for path in MODULES
        for name in imported(path)
        if name != room(path) and FLOOR[name] >= FLOOR[room(path)]
    ]
    assert wrong == []
