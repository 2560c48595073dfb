"""What a name may hold where it is used is read from the code, branch by branch."""

import ast
from textwrap import dedent

import pytest

from casebook.manual.reaching_assignments import reaching


def held(source: str) -> list[list[int]]:
    """Return for each use of `m` in `told(m)`, in order, the numbers that it may hold."""
    function = ast.parse(f"def f():\n{dedent(source)}".replace("\n", "\n    ")).body[0]
    uses = [
        node.args[0]
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "told"
    ]
    uses.sort(key=lambda use: use.lineno)
    return [sorted(ast.literal_eval(v) for v in reaching(use, function)) for use in uses]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("m = 1\ntold(m)\nm = 2\ntold(m)", [[1], [2]]),
        ("if a:\n    m = 1\n    return told(m)\nm = 2\ntold(m)", [[1], [2]]),
        ("if a:\n    m = 1\nelse:\n    m = 2\ntold(m)", [[1, 2]]),
        ("m = 1\nif a:\n    m = 2\ntold(m)", [[1, 2]]),
        ("m = 1\nif a:\n    m = 2\n    raise told(m)\ntold(m)", [[2], [1]]),
        ("m = 1\nwith a:\n    m = 2\ntold(m)", [[2]]),
        ("m = 1\nfor b in a:\n    m = 2\ntold(m)", [[1, 2]]),
        ("for b in a:\n    told(m)\n    m = 1", [[1]]),
        ("try:\n    m = 1\nexcept E:\n    m = 2\ntold(m)", [[1, 2]]),
        ("match a:\n    case 1:\n        m = 1\n    case _:\n        m = 2\ntold(m)", [[1, 2]]),
        ("m, n = 1, 2\ntold(m)", [[1]]),
        ("if m := 3:\n    told(m)", [[3]]),
    ],
)  # fmt: skip
def test_assignments_that_reach_a_use(source: str, numbers: list[list[int]]) -> None:
    assert held(source) == numbers


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("m, n = f()\ntold(m)", "f()[0]"),
        ("n, (o, m) = f()\ntold(m)", "f()[1][1]"),
        ("for n, m in ROWS:\n    told(m)", "*ROWS[1]"),
    ],
)
def test_what_unpacking_gives_is_a_part_of_the_value(source: str, part: str) -> None:
    function = ast.parse(f"def f():\n{source}".replace("\n", "\n    ")).body[0]
    use = next(
        node.args[0]
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "told"
    )
    assert isinstance(use, ast.Name)
    assert [ast.unparse(value) for value in reaching(use, function)] == [part]
