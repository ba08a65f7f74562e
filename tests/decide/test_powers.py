import pytest

UNIT = {"b": "(0, 1)", "c": "(0, 1)", "t": "positive integer"}


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        ("b^(t+1)", "b*b^t", UNIT),
        ("b^(2*t)", "(b^t)^2", UNIT),
        ("b^(t-1)*b", "b^t", {"b": "[0, 1)", "t": "positive integer"}),
        ("(b*c)^t", "b^t*c^t", UNIT),
        ("(b^2)^t", "b^(2*t)", UNIT),
        ("(1 - b)^t/(1 - b)", "(1 - b)^(t - 1)", UNIT),
        ("b^(-t)", "1/b^t", UNIT),
        ("sqrt(b^(2*t))", "b^t", UNIT),
        ("b^(t/2)", "sqrt(b^t)", UNIT),
        ("(9/10)^(2*t)", "(81/100)^t", {"t": "integer"}),
        ("2^t*3^t", "6^t", {"t": "integer"}),
        ("2^(t+3)", "8*2^t", {"t": "integer"}),
        ("(1/2)^t", "2^(-t)", {"t": "integer"}),
        ("(-1)^(t+2)", "(-1)^t", {"t": "integer"}),
        ("(-1)^(2*t)", "1", {"t": "integer"}),
        ("(-x)^t", "(-1)^t*x^t", {"t": "positive integer"}),
        ("x^(y+z)", "x^y*x^z", {"x": "> 0"}),
        ("(x*w)^y", "x^y*w^y", {"x": "> 0", "w": "> 0"}),
        ("x^(y/2)", "sqrt(x^y)", {"x": "> 0"}),
        ("b^(n*t)*b^t", "b^((n+1)*t)", {**UNIT, "n": "positive integer"}),
    ],
)
def test_powers_obey_their_laws(vanishes, left, right, assuming):
    assert vanishes(left, right, **assuming)


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        ("b^(t+1)", "b^t", UNIT),
        ("(b + c)^t", "b^t + c^t", UNIT),
        ("(-1)^t", "1", {"t": "integer"}),
        ("2^t", "3^t", {"t": "integer"}),
        ("(x^2)^y", "x^(2*y)", {}),  # false for x < 0
    ],
)
def test_other_powers_stay_apart(vanishes, left, right, assuming):
    assert not vanishes(left, right, **assuming)


def test_a_division_by_a_base_that_may_vanish_is_not_made_silently(vanishes):
    from symopt.decide import equal

    # At x = 0, t = 2 the left side is 0 and the right one is undefined; for t = 1 both are.
    verdict = equal("x^(t-2)", "x^t/x^2", assuming={"t": "positive integer"})
    assert verdict.status == "proved"
    assert verdict.method == "sign cells"
