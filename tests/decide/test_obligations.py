import sympy as sp

from symopt.decide import equal

x, v, b, t, e = sp.symbols("x v b t e")


def test_a_division_is_an_obligation_unless_it_is_certainly_possible():
    assert equal((x**2 - 1) / (x - 1), x + 1).obligations == ("x - 1 != 0",)
    assert equal((x**3 + x) / (x**2 + 1), x).obligations == ()


def test_signs_that_were_used_are_listed():
    split = equal(sp.sqrt(v / (1 - b)), sp.sqrt(v) / sp.sqrt(1 - b),
                  assuming={"v": ">= 0", "b": "(0, 1)"})  # fmt: skip
    assert split.status == "proved"
    assert "1 - b > 0" in split.obligations


def test_many_or_large_obligations_are_cut_short():
    total = sum(1 / (x + k) for k in range(30))
    verdict = equal(total, total + 0 * x)
    assert verdict.status == "proved"
    large = 1 / (x + sum(sp.Symbol(f"a{k}") ** 2 for k in range(40)))
    lines = equal(2 * large, large + large / 1).obligations
    assert all(len(line) < 300 for line in lines)


def test_long_numbers_do_not_reach_the_text():
    long = sp.Integer(10) ** 5000
    verdict = equal(x + long, x + long + 1)
    assert verdict.status == "refuted"
    assert len(str(verdict)) < 1000
