import random
from dataclasses import replace

import pytest

from symopt.errors import SymoptError, UndecidedError
from symopt.marking.diagnose import diagnose
from symopt.notation.read import read_expression

HALVES = {"lr": 1, "beta1": "1/2", "beta2": "1/2", "epsilon": 0}
QUADRATIC = ("x^2/20 + y^2", "{x: -7, y: 2}")


@pytest.fixture
def halves(slips):
    """x·y from (1, 2) by Adam, with a rate of 1 and halves for both β."""
    return slips.author("x*y", "{x: 1, y: 2}", "adam", **HALVES)


def codes(slip):
    return [diagnosis.code for diagnosis in diagnose(slip)]


def first(slip, language="en"):
    return diagnose(slip, language=language)[0].message


@pytest.mark.parametrize(
    ("claim", "written", "code"),
    [
        ("g_1", "(1, 2)", "coordinates-swapped"),
        ("g_1", "(2, 0)", "updated-in-place"),
        ("g_2", "(2, 1)", "gradient-at-old-point"),
        ("m_1", "(2, 1)", "weight-missing"),
        ("m_2", "(1, 1/2)", "not-updated"),
        ("v_1", "(1, 1/2)", "square-missing"),
        ("m_hat_2", "(1, 1/4)", "bias-correction-missing"),
        ("m_hat_2", "(2, 1/2)", "bias-correction-power-missing"),
        ("v_hat_2", "(3, 1/2)", "bias-correction-power-missing"),
        ("X_1", "(2, 3)", "step-sign"),
        ("X_1", "(1/2, 1)", "root-missing"),
    ],
)
def test_the_usual_mistakes_of_a_first_exercise(halves, claim, written, code):
    assert codes(halves.slip(claim, written))[0] == code


@pytest.mark.parametrize(
    ("rule", "more", "claim", "written", "code"),
    [
        ("momentum", {"lr": 0.1}, "v_1", "(-0.07, 0.4)", "velocity-sign"),
        ("momentum", {"lr": 0.1}, "X_1", "(-7.07, 2.4)", "velocity-sign"),
        ("nesterov", {"lr": 0.1}, "g_2", "(-0.693, 3.2)", "lookahead-missing"),
        ("sgd", {"lr": 0.1}, "X_1", "(-6.3, -2)", "learning-rate-missing"),
        ("sgd", {"lr": 0.1}, "X_1", "(-6.993, 1.96)", "learning-rate-twice"),
        ("sgd", {"lr": 0.1}, "g_1", "(-0.35, 2)", "power-factor-missing"),
        ("adam", {}, "m_1", "(-0.0007, 0.004)", "betas-swapped"),
        ("adam", {}, "m_1", "(-0.63, 3.6)", "weights-swapped"),
    ],
)
def test_the_usual_mistakes_with_decimals(slips, rule, more, claim, written, code):
    author = slips.author(*QUADRATIC, rule, **more)
    assert codes(author.slip(claim, written))[0] == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("-3^2", "9", "precedence-signed-base"),
        ("(-3)^2", "-9", "minus-in-square"),
        ("(2, 1/2)/1/2", "(4, 1)", "precedence-fraction-divisor"),
        ("1/2 + 1/3", "2/5", "fractions-added"),
        ("1 - 2·3", "-3", "left-to-right"),
        ("5 - (3 - 1)", "1", "minus-over-bracket"),
        ("5 - (3 - 1)", "7", "sign-error"),
        ("0.9·0.5 + 0.1·0.7", "0.25", "digits-transposed"),
        ("0.9·0.5 + 0.1·0.7", "5.2", "point-shifted"),
        ("0.9·0.5 + 0.1·0.7", "-0.52", "sign-lost"),
        ("√2", "1.4143", "last-digit"),
        ("√3", "1.7320", "truncated"),
        ("√3", "1.7921", "digit-wrong"),
        ("3·(100/7)", "42.87", "rounded-too-early"),
    ],
)
def test_the_usual_mistakes_in_arithmetic(halves, left, right, code):
    assert code in codes(halves.slip(left, right))


def test_a_value_that_is_right_has_no_diagnosis(halves):
    assert diagnose(halves.slip("m_hat_2", "(4/3, 1/3)")) == ()
    assert diagnose(halves.slip("1/2 + 1/3", "5/6")) == ()


def test_the_sentence_names_the_numbers_in_either_language(halves):
    slip = halves.slip("m_hat_2", "(1, 1/4)")
    assert "m_2 = (1, 1/4)" in first(slip)
    assert "m_2 = (1, 1/4)" in first(slip, "ko")
    assert "편향 보정" in first(slip, "ko")


def test_a_mistake_in_one_coordinate_says_in_which(halves):
    slip = halves.slip("X_1", "(0, 3)")
    assert codes(slip)[0] == "step-sign"
    assert first(slip).endswith("(in coordinate 2)")
    assert first(slip, "ko").endswith("(2번째 좌표)")


def test_one_coordinate_may_be_claimed_alone(halves):
    assert codes(halves.slip("y_1", "3"))[0] == "step-sign"
    assert codes(halves.slip("x_2", "-0.9482")) == ["digits-transposed"]


def test_a_mistake_in_a_line_that_was_not_written_says_in_which(slips):
    author = slips.author(*QUADRATIC, "momentum_ema", lr=0.2)
    slip = author.slip("X_1", "(-6.86, 1.2)")
    assert codes(slip)[0] == "weight-missing"
    assert first(slip).startswith("in m_1: ")
    assert first(slip, "ko").startswith("m_1에서: ")


def test_the_authors_own_numbers_count(halves):
    """From a wrong m_2 of (1, 1), written before, the bias correction is missing in m̂_2 again."""
    own = read_expression("(1, 1)")
    base = halves.slip("m_hat_2", "(1, 1)")

    def evaluate(node):
        return base.evaluate(own if node == read_expression("m_2") else node)

    assert codes(replace(base, evaluate=evaluate))[0] == "bias-correction-missing"
    assert "bias-correction-missing" not in codes(base)


def test_a_line_that_was_written_wrongly_is_not_blamed_again(slips):
    """With m_1 written, no mistake in g_1 explains X_1; with m_1 not written, one does."""
    author = slips.author(*QUADRATIC, "momentum_ema", lr=1)
    base = author.slip("X_1", "(-6.965, 1.8)")  # by half the gradient

    def evaluate(node):
        own = read_expression("(0.3, 0.3)")
        return base.evaluate(own if node == read_expression("m_1") else node)

    assert codes(base)[0] == "power-factor-missing"
    assert diagnose(replace(base, evaluate=evaluate)) == ()


def test_zero_says_little(halves):
    assert len(diagnose(halves.slip("X_2", "(0, 0)"))) <= 1
    assert len(diagnose(halves.slip("m_1", "(0, 0)"))) <= 1


def test_at_most_three_are_named(halves):
    for claim in ("m_1", "v_1", "m_hat_1", "X_1"):
        for written in ("(1, 1)", "(2, 1)", "(1/2, 1)", "(1, 2)", "(4, 1)"):
            assert len(diagnose(halves.slip(claim, written))) <= 3


@pytest.mark.parametrize("places", [1, 2, 5])
def test_a_number_out_of_nowhere_is_not_explained(slips, places):
    dice, named = random.Random(places), 0
    for rule in ("adam", "momentum", "rmsprop"):
        author = slips.author(*QUADRATIC, rule, lr=0.3)
        for _ in range(8):
            x, y = -7 + dice.uniform(-1, 1), 2 + dice.uniform(-1, 1)
            named += bool(diagnose(author.slip("X_2", f"({x:.{places}f}, {y:.{places}f})")))
    assert named <= 2


def test_one_digit_that_would_be_right_when_rounded_is_no_evidence(slips):
    author = slips.author("(x - 4)^2", "{x: 1}", "momentum", lr=0.123)
    assert codes(author.slip("v_1", "0.369"))[0] == "power-factor-missing"
    assert codes(author.slip("v_1", "0.37"))[0] == "power-factor-missing"
    assert codes(author.slip("v_1", "0.4")) == []


def test_a_slip_without_a_value_to_compare_has_no_diagnosis(halves):
    base = halves.slip("m_2", "(1, 1)")

    def undecided(value):
        raise UndecidedError("not today")

    assert diagnose(replace(base, agrees=undecided)) == ()


def test_a_page_that_gives_gradients_is_served(slips):
    author = slips.author(None, "{w: 0.5}", "momentum_ema", gradients="[0.2, -0.1]")
    assert codes(author.slip("m_1", "0.20"))[0] == "weight-missing"
    assert codes(author.slip("m_1", "0.18"))[0] == "weights-swapped"


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("∇f(-7, 2)", "(-0.35, 2)", "power-factor-missing"),
        ("∇f(-7, 2)", "(4, -0.7)", "coordinates-swapped"),
        ("∇f(-7, 2)", "(0.7, -4)", "gradient-sign"),
        ("∇f(-7, 2)", "(-0.7, -4)", "gradient-sign"),
        ("f(-7, 2)", "6.54", "digits-transposed"),
        ("θ_0", "(2, -7)", "coordinates-swapped"),
        ("θ_0", "(7, 2)", "sign-lost"),
    ],
)
def test_the_function_its_gradient_and_the_start_are_served(slips, left, right, code):
    assert code in codes(slips.author(*QUADRATIC, "sgd").slip(left, right))


def test_a_coordinate_updated_in_place_shows_in_the_point(slips):
    author = slips.author("x*y", "{x: 1, y: 2}", "sgd", lr=0.1)
    assert codes(author.slip("X_1", "(0.8, 1.92)"))[0] == "updated-in-place"


def test_a_rule_of_the_pages_own_is_served(slips):
    rule = "\n  - v = γ v + lr ∇f(θ - γ v)\n  - θ = θ - v"
    author = slips.author(*QUADRATIC, rule, lr=0.1, gamma=0.9)
    assert codes(author.slip("v_1", "(-0.7, 4)"))[0] == "learning-rate-missing"
    assert codes(author.slip("X_1", "(-7.07, 2.4)"))[0] == "velocity-sign"
    assert codes(author.slip("v_2", "(-0.1323, 0.68)"))[0] == "lookahead-missing"


SCRAPS = ["(1, 2)", "3", "1/0", "m_1", "(1, 2, 3)", "√(-1)", "∇f(1)", "f(1, 2)", "x", "π", "-0.3^2"]


@pytest.mark.parametrize("claim", ["g_1", "m_2", "v_hat_2", "X_1", "y_2", "m_0", "θ_0", "α", "2"])
def test_whatever_is_written_a_diagnosis_ends_in_peace(halves, claim):
    dice = random.Random(claim)
    for _ in range(25):
        one, other, third = (dice.choice(SCRAPS) for _ in range(3))
        operator, last = (dice.choice("+-*/^") for _ in range(2))
        try:
            slip = halves.slip(claim, f"{one} {operator} {other} {last} {third}")
        except SymoptError:
            continue
        assert len(diagnose(slip)) <= 3
