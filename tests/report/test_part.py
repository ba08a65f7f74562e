import pytest

from symopt.report.part import component_span


@pytest.mark.parametrize(
    ("side", "number", "part"),
    [
        ("(1, 1/3)", 1, "1/3"),
        ("[ 1 , 1/3 ]", 0, "1"),
        (r"\left(\frac{1}{2}, \sqrt{3}\right)", 1, r"\sqrt{3}"),
        (r"(1, \frac{1}{3}\right)", 1, r"\frac{1}{3}"),
        ("(1,5; 2,5)", 1, "2,5"),
        ("(f(1, 2), 3)", 0, "f(1, 2)"),
        (r"\begin{pmatrix} 1 \\ \frac12 \end{pmatrix}", 1, r"\frac12"),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}", 1, "2"),
        ("(1, 2) - 0.1 (2, 1)", 0, None),
        ("(1, 2)", 2, None),
        ("7", 0, None),
        ("(7)", 0, None),
        ("(", 0, None),
    ],
)
def test_a_component_is_found_where_it_was_typed(side, number, part):
    span = component_span(side, number)
    assert (None if span is None else side[slice(*span)]) == part
