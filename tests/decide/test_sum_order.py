import sympy as sp

from symopt.decide.sum_order import bound_index, in_one_order

m, n = sp.symbols("m n")
i, k = sp.Dummy("i", integer=True), sp.Dummy("k", integer=True)
a, c, x = map(sp.Function, "acx")


def test_independent_sums_have_one_order():
    first = in_one_order(in_one_order(x(i, k), i, sp.Integer(1), m), k, sp.Integer(1), n)
    second = in_one_order(in_one_order(x(i, k), k, sp.Integer(1), n), i, sp.Integer(1), m)
    assert first == second
    assert first != in_one_order(in_one_order(x(i, k), k, sp.Integer(1), m), i, sp.Integer(1), n)


def test_a_range_that_depends_on_an_index_stays_inside_its_sum():
    triangle = in_one_order(in_one_order(x(i, k), i, sp.Integer(1), k), k, sp.Integer(1), n)
    assert triangle.free_symbols == {n}
    assert triangle.limits[0] == (bound_index(0), 1, bound_index(1))
    assert triangle.limits[1] == (bound_index(1), 1, n)


def test_powers_of_sums_are_sums_over_more_indices():
    inner = in_one_order(x(i, k), i, sp.Integer(1), m)
    square = in_one_order(c(k) * inner**2, k, sp.Integer(1), n)
    assert len(square.limits) == 3
    expected = sp.Sum(c(k) * sp.Sum(x(i, k), (i, 1, m)) ** 2, (k, 1, n))
    at = {m: 2, n: 2}
    assert sp.expand(square.subs(at).doit() - expected.subs(at).doit()) == 0


def test_indices_do_not_meet_those_of_sums_that_stay_inside():
    root = sp.sqrt(in_one_order(a(i), i, sp.Integer(1), k))
    outer = in_one_order(root * c(k), k, sp.Integer(1), n)
    assert outer.limits[0][0] == bound_index(1)
    assert outer.subs(n, 2).doit() == c(1) * sp.sqrt(a(1)) + c(2) * sp.sqrt(a(1) + a(2))
