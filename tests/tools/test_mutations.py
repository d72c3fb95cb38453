"""The mutation tool changes what it says it changes, one thing at a time, and leaves the tree as it was."""

import ast
import gc
import importlib
import textwrap
from pathlib import Path

import pytest
from mutant_changes import change_of, functions_of, watch
from mutations import Module


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a < b", {"a <= b"}),
        ("a is None", {"a is not None"}),
        ("a and b", {"a or b", "a", "b"}),
        ("not a", {"a"}),
        ("a + 1", {"a - 1", "a + 2", "a + 0"}),
        ("a + 'x'", {"a + ''"}),
        ("a[1:]", {"a[:]", "a[2:]", "a[0:]"}),
        ("any(a)", {"all(a)"}),
        ("sorted(a, key=b)", {"list(a)"}),
        ("a.lower()", {"a"}),
        ("b if a > 1 else c", {"b if True else c", "b if False else c", "b if a >= 1 else c", "b if a > 2 else c", "b if a > 0 else c"}),
        ("f'{a}'", {"''"}),
        ("cast('str', a)", set()),
    ],
)  # fmt: skip
def test_each_change(source: str, changes: set[str]) -> None:
    module = Module("m.py", f"x = {source}\n")
    assert {module.source(mutant).removeprefix("x = ").strip() for mutant in module.mutants} == changes
    assert compile(module.tree, "m.py", "exec") == module.code
    assert ast.unparse(module.tree) == f"x = {ast.unparse(ast.parse(source))}"


def test_statements_are_left_out_and_results_lost() -> None:
    text = """
    def f(a: "text", b: Literal["x"] = None) -> "other":
        '''A docstring.'''
        for one in a:
            g(one)
            continue
        raise E
        return a
    """
    module = Module("m.py", textwrap.dedent(text))
    changes = {(mutant.inside, mutant.before, mutant.after) for mutant in module.mutants}
    assert changes == {
        ("f", "g(one)", "pass"),
        ("f", "continue", "pass"),
        ("f", "continue", "break"),
        ("f", "raise E", "pass"),
        ("f", "return a", "return None"),
    }


def test_a_function_gets_new_code_and_a_value_is_made_anew() -> None:
    source = "A = 1\nB = (A,)\nC = 2\n\ndef f(x=3):\n    return lambda: 4\n\nD = tuple(5 for _ in C)\n"
    module = Module("m.py", source)
    rows = [
        (mutant.before, change and (change.values, [code.co_name for code in change.functions]))
        for mutant in module.mutants
        if not mutant.after.startswith("return")
        for change in [change_of(module, mutant)]
    ]
    assert rows == [
        *[("1", (("A", "B"), []))] * 2,
        *[("2", (("C", "D"), []))] * 2,
        *[("3", None)] * 2,
        *[("4", ((), ["f", "<lambda>"]))] * 2,
        *[("5", (("D",), []))] * 2,
    ]


def test_lines_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "def f(a):\n    def g():\n        return a\n    if a:\n        return g()\n    return [\n        0]\n\nH = {1: lambda: 5}\n"
    (tmp_path / "watched.py").write_text(source)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    watched = importlib.import_module("watched")
    lines: list[int] = []
    watch(Module("watched.py", source), lines.append)
    assert (watched.f(1), lines) == (1, [2, 4, 5, 3])
    lines.clear()
    assert (watched.f(0), watched.H[1](), lines) == ([0], 5, [2, 4, 6, 9])


def test_functions_are_found_though_they_are_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "frozen_one.py").write_text("def f():\n    return 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("frozen_one")
    gc.freeze()
    assert functions_of(["frozen_one.py"]) == [module.f]
