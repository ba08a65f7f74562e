"""What surrounds mathematics in a line."""

import pytest

from symopt.notation.find import find_chains
from symopt.notation.options import Reading
from symopt.notation.tree import show

NAMES = Reading(names=frozenset({"x", "v"}))


def chains(line, options=None):
    found = find_chains(line, options=options)
    assert not found.unread, found.unread
    return [show(chain) for chain in found.chains]


@pytest.mark.parametrize(
    "marker",
    [
        "a) ",
        "(a) ",
        "(1) ",
        "ii) ",
        "(iv) ",
        "① ",
        "②",
        "➊ ",
        "> - ",
        "+ ",
        "▶ ",
        "✓ ",
        "3. ",
        "• ",
    ],
)
def test_markers_of_lists(marker):
    assert chains(f"{marker}x_1 = 1 - 0.2") == ["x_1 = (- 1 0.2)"]


@pytest.mark.parametrize("line", ["__x_1 = 3__", "_x_1 = 3_", "**x_1 = 3**", "x_1 = 3   (12)"])
def test_emphasis_and_numbers_of_equations(line):
    assert chains(line) == ["x_1 = 3"]


@pytest.mark.parametrize(
    "line",
    [
        "X = <1, 2> - 0.1<3, 4>",
        "X = ⟨1, 2⟩ - 0.1⟨3, 4⟩",
        r"$X = \langle 1, 2 \rangle - 0.1\langle 3, 4\rangle$",
    ],
)
def test_angle_brackets_hold_vectors(line):
    assert chains(line) == ["X = (- [1 2] (* 0.1 [3 4]))"]


def test_relations_are_no_angle_brackets():
    assert chains("a < 2, b > 1") == ["a < 2", "b > 1"]
    assert [show(chain) for chain in find_chains("x<2, 4> -1").chains] == ["x < 2"]


@pytest.mark.parametrize("arrow", ["=>", "->", "→", "⇒", r"\to", r"\Rightarrow"])
def test_an_arrow_from_working_to_a_value_is_an_equals_sign(arrow):
    dollars = "$" if arrow.startswith("\\") else ""
    assert chains(f"{dollars}x = 10 - 2 {arrow} 8{dollars}") == ["x = (- 10 2) = 8"]


@pytest.mark.parametrize("line", ["x = 10 → 8", "x = 10 - 2 → v = 8", "x = 10 - 2 → 8 → 6"])
def test_other_arrows_lead_on(line):
    assert "= 8" not in chains(line)[0]


@pytest.mark.parametrize(
    ("line", "chain"),
    [
        ("df/dx|_{x=10} = 20", "(df/dx 10) = 20"),
        (r"$\left.\frac{df}{dx}\right|_{x=10} = 20$", "(df/dx 10) = 20"),
        (r"$\frac{\partial f}{\partial x}\Big|_{(1, 2)} = 4$", "(df/dx 1 2) = 4"),
        ("f'(x)|_{x=3} = 6", "(derivative 3) = 6"),
    ],
)
def test_bars_of_evaluation(line, chain):
    assert chains(line) == [chain]


@pytest.mark.parametrize(
    ("line", "chain"),
    [
        ("loss f(x) = 3", "(f x) = 3"),
        ("Loss L = 3", "L = 3"),
        ("sum S = 1 + 2", "S = (+ 1 2)"),
        ("so the mean M = 3", "M = 3"),
    ],
)
def test_a_noun_before_what_it_names(line, chain):
    assert chains(line, NAMES) == [chain]


@pytest.mark.parametrize("line", ["sum x = 3", "max v = 3", "x = 80% of 8 = 6.4"])
def test_words_that_compute_are_no_nouns(line):
    found = find_chains(line, options=NAMES)
    assert found.unread


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("v: [8. 4.], w = [1. 2.]", ["w = [1. 2.]"]),
        ("x = 3 ... so ... v = 4", ["x = 3", "v = 4"]),
        ("Given: • start x = 3 • other v = 4", ["x = 3", "v = 4"]),
        ("At x = 3, v = 4", ["x = 3", "v = 4"]),
        ("새로운 x = 3", ["x_new = 3"]),
        ("new_x = old_x - 1", ["x_new = (- x_old 1)"]),
    ],
)
def test_sentences_around(line, found):
    assert chains(line) == found


@pytest.mark.parametrize("sign", ["~", "~=", "≈"])
def test_tildes_behind_a_calculation(sign):
    assert chains(f"x = 7/3 {sign} 2.33") == ["x = (/ 7 3) ≈ 2.33"]
    assert chains(r"$x~=~\frac{7}{3} \sim 2.33$") == ["x = (/ 7 3) ≈ 2.33"]


@pytest.mark.parametrize("line", ["t = 1~3", "x = 0.1 ~ 0.5", "x = 1/2 ~ 3"])
def test_ranges_are_no_values(line):
    assert find_chains(line).unread
