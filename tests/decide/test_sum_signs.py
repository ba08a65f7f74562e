import pytest
import sympy as sp

from symopt.decide import equal, sign

beta, weight = sp.symbols("beta w")
t, n, m = (sp.Symbol(name, integer=True, positive=True) for name in "tnm")
i, k = sp.symbols("i k", integer=True)
f, w, x, y = map(sp.Function, "fwxy")
p = sp.Function("p", positive=True)
S = sp.Sum
residual = S(w(k) * x(i, k), (k, 1, n)) - y(i)


@pytest.mark.parametrize(
    ("total", "name"),
    [
        (S(f(k) ** 2, (k, 1, t)), "nonnegative"),
        (S((weight * x(i) - y(i)) ** 2, (i, 1, m)), "nonnegative"),
        (S(residual**2, (i, 1, m)) / (2 * m), "nonnegative"),
        (S(beta ** (t - k) * f(k) ** 2, (k, 1, t)), "nonnegative"),
        (1 + S(f(k) ** 2, (k, 1, t)), "positive"),
        (-S(sp.Abs(f(k)), (k, 1, t)), "nonpositive"),
        (S(p(k), (k, 1, t)), "positive"),
        (S(p(k), (k, 1, t - 1)), "nonnegative"),
        (S(f(k) ** 2, (k, 1, t)) - S(f(k) ** 2, (k, 1, t - 1)), "nonnegative"),
        (S(f(k), (k, 1, t)) - S(f(i), (i, 1, t)), "zero"),
    ],
)
def test_signs_of_sums(total, name):
    verdict = sign(total, assuming={"beta": "(0, 1)"})
    assert (verdict.status, verdict.sign) == ("proved", name)


@pytest.mark.parametrize(
    "total",
    [
        S(f(k), (k, 1, t)),
        S(k * f(k) ** 2, (k, 1 - t, t)),
        S(f(k) ** 2, (k, 1, t)) - S(f(k) ** 2, (k, 1, n)),
    ],
)
def test_signs_that_are_not_those_of_all_terms_are_not_proved(total):
    assert sign(total).status in ("undecided", "refuted")


def test_a_sum_of_positive_weights_may_be_divided_by():
    mean = S(p(k) * beta, (k, 1, t)) / S(p(k), (k, 1, t))
    assert equal(mean, beta).status == "proved"


def test_a_sum_with_reversed_ends_counts_for_nothing():
    end, start = sp.symbols("end start", integer=True)
    total = S(f(k) ** 2, (k, 1, end)) - S(f(k) ** 2, (k, 1, start - 1))
    assert sign(total).status != "proved"
