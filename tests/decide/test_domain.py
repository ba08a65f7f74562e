from fractions import Fraction

import pytest
import sympy as sp

from symopt.decide.domain import Domain
from symopt.errors import InputError


def test_symbols_of_one_name_are_one_variable_with_all_their_facts():
    domain = Domain([sp.Symbol("x"), sp.Symbol("x", positive=True)], {"x": "<= 1"})
    assert domain.describe() == ("x in (0, 1]",)


def test_dummies_of_one_name_stay_apart():
    assert len(Domain([sp.Dummy("x"), sp.Dummy("x")]).variables) == 2


def test_points_lie_in_the_domain_differ_and_repeat():
    domain = Domain(sp.symbols("x y beta t"), {"beta": "(0, 1)", "t": "positive integer"})
    points = list(domain.points(300))
    assert points == list(domain.points(300))
    assert len({tuple(p.values()) for p in points}) == len(points) > 200
    assert all(point in domain for point in points)


def test_no_two_variables_move_together():
    points = list(Domain(sp.symbols("x y z w"), {"w": "> 0"}).points(40))
    for a in "xyzw":
        assert all(len({p[a] - p[b] for p in points}) > 8 for b in "xyzw" if b != a)


def test_a_domain_without_variables_has_one_point():
    assert list(Domain([]).points(5)) == [{}]


@pytest.mark.parametrize(("facts", "wrong"), [({"odd": True}, 2), ({"prime": True}, 4)])
def test_samples_obey_facts_that_no_interval_states(facts, wrong):
    domain = Domain([sp.Symbol("n", **facts)])
    values = {point["n"] for point in domain.points(30)}
    assert values
    assert wrong not in values


def test_an_irrational_variable_has_no_exact_points():
    assert list(Domain([sp.Symbol("x", irrational=True)]).points(5)) == []


def test_contradictions_are_refused_with_the_name():
    with pytest.raises(InputError, match="'x' contradict each other"):
        Domain([sp.Symbol("x", positive=True)], {"x": "negative"})
    with pytest.raises(InputError, match="'n' contradict"):
        Domain([], {"n": "integer in (0, 1)"})


def test_assumptions_come_as_a_mapping():
    with pytest.raises(InputError, match="must be a mapping"):
        Domain([], ["x > 0"])  # type: ignore[arg-type]


def test_a_variable_may_be_bounded_by_another():
    domain = Domain(sp.symbols("j n"), {"j": "integer in [1, n]", "n": "positive integer"})
    j, n = sp.symbols("j n")
    assert domain.relations == (n - j,)
    assert all(1 <= point["j"] <= point["n"] for point in domain.points(50))
    assert {"j": Fraction(3), "n": Fraction(2)} not in domain
    assert "j <= n" in domain.describe()
    assert domain.extended([sp.Symbol("x")], {}).relations == (n - j,)


def test_a_bound_that_is_no_variable_here_says_nothing():
    assert Domain([sp.Symbol("j")], {"j": "integer in [1, n]"}).relations == ()


def test_integers_do_not_move_together():
    domain = Domain(sp.symbols("n t"), {"n": "positive integer", "t": "integer >= 0"})
    assert len({point["n"] - point["t"] for point in domain.points(10)}) > 3
