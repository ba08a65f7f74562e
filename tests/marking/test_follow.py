"""Values that follow from the author's own numbers: rounded ones and slips."""

import pytest

from symopt import check

RMSPROP = """---
objective: (x-4)^2
start: {x: 0}
rule: rmsprop
lr: 0.1
decay: 0.9
epsilon: 0
steps: 3
---
"""
ADAM = """---
objective: x*y
start: {x: 1, y: 2}
rule: adam
lr: 1
beta1: 1/2
beta2: 1/2
epsilon: 0
steps: 2
---
"""


def links(front, working):
    return [link for line in check(front + working).lines for link in line.links]


def marks(front, working):
    return [(link.verdict, link.follows) for link in links(front, working)]


def test_rounded_values_carried_on_are_right_and_said_to_be_carried():
    working = """
x_1 = 0.1·8/√6.4 = 0.316
g_2 = 2(0.316 - 4) = -7.368
v_2 = 0.9·6.4 + 0.1·7.368^2 = 5.76 + 5.429 = 11.189
x_2 = 0.316 + 0.1·7.368/3.345 = 0.316 + 0.220 = 0.536
"""
    found = links(RMSPROP, working)
    assert {link.verdict for link in found} == {"proved", "rounded"}
    assert "rounded numbers of the lines before" in found[2].reason


def test_after_a_slip_later_lines_follow_from_it():
    working = """
v_1 = 0.1·(-8)^2 = 5.4
x_1 = -0.1·(-8)/√5.4 = 0.3443
g_2 = 2(0.3443 - 4) = -7.3114
x_1 = 0.355
"""
    assert marks(RMSPROP, working) == [
        ("proved", None),
        ("refuted", None),
        ("refuted", True),
        ("rounded", None),
        ("refuted", True),
        ("proved", None),
        ("refuted", None),
    ]


KEPLER = """---
objective: E^2/2 + 0.1 cos(E) - 0.25 E
start: {E: 0.25}
rule: [f = ∇f(θ), h = 1 - 0.1 cos(θ), d = -f/h, θ = θ + d]
---
"""


def test_what_a_slip_reaches_is_no_rounding():
    """By the rounded f and h, E_1 would be 0.27739; the author's 0.02740 is a slip."""
    working = """
f_1 = -0.02474
h_1 = 0.90311
d_1 = 0.02740
E_1 = 0.25 + 0.02740 = 0.27740
"""
    rounded, _, slip, follows, _ = marks(KEPLER, working)
    assert (rounded, slip, follows) == (("rounded", None), ("refuted", None), ("refuted", True))


def test_a_value_right_but_for_the_slip_before_it_still_follows_from_the_slip():
    """g_2 = 2(0.3443 - 4) rounds to -7.311; by the exact x_1 it would be -7.368."""
    assert marks(RMSPROP, "v_1 = 6.40\nx_1 = 0.3443\ng_2 = -7.311")[1:] == [
        ("refuted", None),
        ("refuted", True),
    ]


def test_an_exact_slip_is_followed_exactly():
    working = """
v_1 = 1/2 (4, 1) = (2, 1)
v̂_1 = (2, 1)/(1 - 1/2) = (4, 2)
X_1 = (1, 2) - (2, 1)/√(4, 2) = (0, 2 - 1/√2)
"""
    assert marks(ADAM, working) == [
        ("proved", None),
        ("refuted", None),
        ("refuted", True),
        ("proved", None),
        ("refuted", True),
        ("proved", None),
    ]


def test_a_slip_reaches_lines_that_skip_what_lies_between():
    assert marks(ADAM, "m_1 = (1, 1)\n\nX_1 = (0, 0)") == [("refuted", None), ("refuted", True)]


def test_a_line_set_right_again_is_followed_no_further():
    working = "m_1 = (1, 1)\n\nm_1 = (1, 1/2)\n\nX_1 = (0, 0)"
    assert marks(ADAM, working) == [("refuted", None), ("proved", None), ("refuted", None)]


def test_a_slip_that_makes_the_rest_trivial_is_said_to():
    found = links(ADAM, "m_1 = (0, 0)\n\nm̂_1 = (0, 0)")
    assert found[1].follows
    assert "degenerate" in found[1].reason


def test_what_follows_from_nothing_is_wrong():
    assert marks(ADAM, "m_1 = (1, 1)\n\nX_1 = (5, 5)")[1] == ("refuted", None)


def test_rounding_is_judged_to_the_last_digit():
    (truncated,) = links(RMSPROP, "x_2 ≈ 0.535")
    assert truncated.verdict == "refuted"
    (cut,) = links(RMSPROP, "x_1 ≈ 0.3162277")
    assert (cut.verdict, "truncated" in cut.reason) == ("refuted", True)
    assert marks(RMSPROP, "x_1 ≈ 0.3162278") == [("rounded", None)]
    (off,) = links(RMSPROP, "x_1 ≈ 0.3162279")
    assert "one off" in off.reason


def test_a_double_is_right_to_its_precision():
    assert marks(RMSPROP, "0.1 + 0.2 = 0.30000000000000004") == [("rounded", None)]
    assert marks(RMSPROP, "0.1 + 0.2 = 0.30000000000004") == [("refuted", None)]


def test_rounded_numbers_inside_a_side_count_to_their_digits():
    assert marks(RMSPROP, "0.1·8/√6.4 = 0.8/2.53 = 0.316") == [("rounded", None), ("rounded", None)]
    assert marks(RMSPROP, "0.1·8/√6.4 = 0.8/2.63")[0] == ("refuted", None)


POINTS = """---
objective: (w - 5)^2
start: {w: 3}
rule: adam_eps_inside
lr: 0.1
epsilon: 1e-8
steps: 3
---
"""


@pytest.mark.parametrize(
    "line",
    [
        "w_1 = 3 - 0.1 × (-4)/√16 = 3 + 0.1 = 3.1",  # ε left out
        "v_2 = 0.0304; v̂_2 = 0.0304 / (1 - 0.998) = 0.0304 / 0.002 = 15.2",  # 0.998001 rounded
        "v_2 = 0.0304; v̂_2 = 0.0304 / (1 - 0.999²) = 0.0304 / 0.002 = 15.2",
        "w_1 = 3 - 0.1 × (-4)/4.0 ≈ 3.1",
    ],
)
def test_working_in_rounded_operands_is_right(line):
    assert {verdict for verdict, _ in marks(POINTS, line)} <= {"proved", "rounded"}


@pytest.mark.parametrize(
    "line",
    [
        "w_1 = 3.04 + 0.1 = 3.1",
        "w_1 = 3 - 0.1 × (-4)/√15 = 3.1",
        "v̂_2 = 0.0304 / (1 - 0.997) = 10.1",
        "v̂_2 = 0.030 / (1 - 0.999²) = 0.030 / 0.003 = 10.0",
    ],
)
def test_an_operand_that_is_no_rounding_is_wrong(line):
    assert "refuted" in {verdict for verdict, _ in marks(POINTS, line)}


def test_indices_may_begin_elsewhere_and_it_is_said_once():
    verdict = check(ADAM + "m_0 = (1, 1/2)\n\nm_1 = 1/2 m_0 + 1/2 (1, 0) = (1, 1/4)\n")
    assert verdict.exit_code == 0
    assert len(verdict.notes) == 1
    assert [line.step for line in verdict.lines] == [1, 2]
    verdict = check(ADAM + "X_1 = (1, 2)\n\nX_2 = (0, 1)\n\nx_3 = -2√2/3\n")
    assert verdict.exit_code == 0
    assert "X_1" in verdict.notes[0]


FROM_ONE = """
x_1 = 1, v_1 = 0

g_1 = 2

v_2 = 1/2·v_1 - 1/10·g_1 = -1/5

x_2 = x_1 + v_2 = 4/5

v_3 = 1/2·v_2 - 1/10·8/5 = -13/50
"""
SQUARE = """---
objective: x^2
start: {x: 1}
rule: momentum
lr: 1/10
momentum: 1/2
steps: 3
---
"""


def test_a_state_may_begin_at_1():
    verdict = check(SQUARE + FROM_ONE)
    assert verdict.exit_code == 0
    assert [line.step for line in verdict.lines] == [0, 0, 1, 1, 1, 2]
    assert len(verdict.notes) == 2
    korean = check(SQUARE + FROM_ONE, language="ko")
    assert "처음 값을 v_1" in korean.notes[1]


def test_a_slip_on_such_a_page_is_one_slip():
    slip = FROM_ONE.replace("= -1/5", "= 1/5").replace("= 4/5", "= 6/5")
    verdict = check(SQUARE + slip.replace("8/5 = -13/50", "12/5 = -7/50"))
    assert len(verdict.notes) == 2
    wrong = [(line.text, k) for line in verdict.lines for k in line.links if k.verdict == "refuted"]
    (slip, first), *others = wrong
    assert (slip[:3], first.follows) == ("v_2", None)
    assert others
    assert all(link.follows for _, link in others)


@pytest.mark.parametrize(
    "working", ["x_1 = 1", "v_1 = 0", "v_1 = 0\n\nx_1 = 4/5", "v_1 = 0\n\nv_2 = -13/50"]
)
def test_a_quantity_that_was_not_updated_is_no_other_count(working):
    verdict = check(SQUARE + working)
    assert verdict.notes == ()
    assert verdict.first_error == (9, 1)


def test_a_minus_may_belong_to_an_index():
    verdict = check(ADAM + "m0 = 1/2 * m-1 + 1/2 * (2, 1)\n\nm0 = (1, 1/2)\n")
    assert verdict.exit_code == 0


def test_the_rules_own_count_stays_where_it_agrees():
    assert check(ADAM + "m_0 = (0, 0)\n\nm_1 = (1, 1/2)\n").notes == ()


DESCENT = """---
objective: (w-3)^2
start: {w: 0}
rule: sgd
lr: 0.1
---
"""


def statuses(front, working):
    return [link.verdict for link in links(front, working)]


def test_wrong_operands_of_few_digits_are_not_excused_as_rounded():
    for working in (
        "w_1 = 0.11·5.5 = 0.605",
        "w_1 = 0.2·3.02 = 0.604",
        "g_1 = 2.0·(0.0 - 3.02) = -6.04",
    ):
        assert statuses(DESCENT, working)[-1] == "refuted"
    assert statuses(RMSPROP, "x_1 = 0.1·8/2.6 = 0.3077")[0] == "refuted"
    assert statuses(RMSPROP, "x_1 = 0.1·8/2.53 = 0.316") == ["rounded", "rounded"]


ADAM_2 = """
g_2 = (1, 0)
m̂_2 = (1.3333, 0.3333)
v̂_2 = (2, 0.3333)
"""


def test_a_rounded_operand_must_be_the_rounding_of_something():
    right = "X_2 = (0, 1) - (1.3333, 0.3333)/(1.4142, 0.5773) = (-0.9428, 0.4227)"
    assert set(statuses(ADAM, ADAM_2 + right)) <= {"proved", "rounded"}
    wrong = "X_2 = (0, 1) - (1.3333, 0.3333)/(1.4143, 0.5773) = (-0.9427, 0.4227)"
    assert statuses(ADAM, ADAM_2 + wrong)[-2] == "refuted"
    inverse = "X_2 = (0, 1) - (0.7071, 1.7321)·(1.3333, 0.3333) = (-0.9428, 0.4227)"
    assert set(statuses(ADAM, ADAM_2 + inverse)) <= {"proved", "rounded"}
    assert statuses(ADAM, "X_2 = (-0.9428, 1 - 0.5774)") == ["rounded"]


def test_digits_past_a_doubles_are_not_excused():
    assert statuses(ADAM, "1/3 = 0.33333333333333333333333333334") == ["refuted"]


def test_a_slip_that_a_short_decimal_hides_is_followed():
    front = DESCENT.replace("(w-3)^2", "(w-1)^2").replace("w: 0", "w: 1.5").replace("0.1", "0.05")
    working = "g_1 = 2\n\nw_1 = 1.5 - 0.05·2 = 1.4\n\ng_2 = 2(1.4 - 1) = 0.8"
    assert statuses(front, working)[-2] == "refuted"


def test_right_roundings_of_exact_operands_stay_right_beside_rounded_lines():
    front = (
        "---\nobjective: (x-2)^2\nstart: {x: 1.5}\nrule: adam\nlr: 0.05\n"
        "beta1: 0.9\nbeta2: 0.999\nepsilon: 0\n---\n"
    )
    line = "x_3 = 1.599794 - 0.05·(-0.893141)/0.903751 ≈ 1.649207"
    assert statuses(front, "v̂_3 ≈ 0.816767\n\n" + line) == ["rounded"] * 3
    other = front.replace("(x-2)^2", "3*(x+1)^2").replace("1.5", "4")
    assert statuses(other, "x_3 = 3.9000 - 0.0500 ≈ 3.8501") == ["rounded"] * 2


def test_the_gradient_at_a_rounded_point_is_told_from_that_at_another():
    front = (
        "---\nobjective: x^2 y + y^3\nstart: {x: √2, y: 1/√3}\nrule: sgd\nlr: 0.01\nsteps: 2\n---\n"
    )
    right = "g_2 = ∇f(θ_1) ≈ ∇f((1.39788, 0.547350)) ≈ (1.53026, 2.85284)"
    assert "refuted" not in statuses(front, right)
    wrong = "g_2 = ∇f(θ_1) ≈ ∇f((1.39788, 0.543350)) ≈ (1.53026, 2.85284)"
    assert statuses(front, wrong)[1] == "refuted"
