"""Fences about a rule on a quadratic and about an objective: proved, or refuted when changed."""

import pytest

from symopt.derive.book import Book
from symopt.errors import InputError, RuleError, SymoptError

QUARTIC = "0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25x y² + 0.31x y - 0.2x + 2.1y"
FENCES = {
    "stable": ["rule: momentum", "bound: 2 (1 + ρ)/λ", "on: x^2/20 + y^2", "start: {x: -7, y: 2}"],
    "best": ["rule: sgd", "lr: 2/(μ + L)", "rate: (L - μ)/(L + μ)"],
    "damping": ["rule: momentum", "momentum: (1 - √(α λ))^2"],
    "terminal": ["rule: momentum", "velocity: -α g/(1 - ρ)"],
    "landscape": [
        f"objective: {QUARTIC}",
        "convexity: not convex",
        'points: ["(0.482384, -4.255968)"]',
        "lipschitz: none",
    ],
}
HEAVY_BALL = [
    "rule: momentum",
    "lr: 4/(√L + √μ)^2",
    "momentum: ((√L - √μ)/(√L + √μ))^2",
    "rate: (√L - √μ)/(√L + √μ)",
]
VALLEY = [
    "objective: x^2/20 + y^2",
    "convexity: strictly convex",
    'points: ["(0, 0)"]',
    "lipschitz: 2",
]


@pytest.fixture(name="status")
def status_of(tmp_path):
    """The status of a page that holds one fence."""

    def judged(kind, lines):
        fence = "\n".join(["```" + kind, *lines, "```"])
        (tmp_path / "page.md").write_text(
            f"---\ntitle: {{en: A page}}\nassume: {{a: real}}\n---\n\n{fence}\n", encoding="utf-8"
        )
        return Book(tmp_path).proof("page").status

    return judged


@pytest.mark.parametrize(
    ("kind", "lines"), [*FENCES.items(), ("best", HEAVY_BALL), ("landscape", VALLEY)]
)
def test_what_is_true_is_proved(status, kind, lines):
    assert status(kind, lines) == "proved"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("stable", "(1 + ρ)", "(1 - ρ)"),
        ("stable", "2 (1", "3 (1"),
        ("stable", "rule: momentum", "rule: nesterov"),
        ("best", "2/(μ + L)", "2/L"),
        ("best", "(L - μ)", "(L - 2 μ)"),
        ("damping", "(1 - √", "(1 + √"),
        ("damping", "momentum\n", "nesterov\n"),
        ("terminal", "-α", "α"),
        ("terminal", "(1 - ρ)", "(1 + ρ)"),
        ("landscape", "not convex", "convex"),
        ("landscape", "0.482384", "0.482385"),
        ("landscape", "-4.255968", "4.255968"),
        ("landscape", "none", "5"),
        ("landscape", "2.1y", "2y"),
        ("landscape", ')"]', ')", "(0, 0)"]'),
    ],
)
def test_what_is_changed_is_refuted(status, kind, old, new):
    text = "\n".join(FENCES[kind])
    assert old in text
    assert status(kind, text.replace(old, new, 1).split("\n")) == "refuted"


@pytest.mark.parametrize(
    ("old", "new"),
    [("4/(√L", "3/(√L"), ("))^2", "))^3"), ("rate: (√L - √μ)", "rate: (√L - 2√μ)")],
)
def test_changed_values_of_the_heavy_ball_are_refuted(status, old, new):
    text = "\n".join(HEAVY_BALL)
    assert old in text
    assert status("best", text.replace(old, new, 1).split("\n")) == "refuted"


@pytest.mark.parametrize(
    ("kind", "line", "error"),
    [
        ("stable", "rule: adam", RuleError),
        ("stable", "rule: nobody", InputError),
        ("best", "rule: nesterov_ema", RuleError),
        ("landscape", "objective: exp(x) + y^2", InputError),
    ],
)
def test_what_can_not_be_analysed_is_said(status, kind, line, error):
    with pytest.raises(error):
        status(kind, [line, *FENCES[kind][1:]])


@pytest.mark.parametrize(
    ("objective", "convexity", "wanted"),
    [
        ("x^2 + y^2", "convex", "proved"),
        ("x^2", "strictly convex", "proved"),
        ("x^4", "strictly convex", "undecided"),  # it is, but its second derivative has a zero
        ("x^4", "not convex", "refuted"),
        ("abs(x)", "convex", "undecided"),
        ("1/x", "convex", "refuted"),
        ("max(x, 0)", "not convex", "undecided"),
    ],
)
def test_convexity_by_the_hessian(status, objective, convexity, wanted):
    variables = [] if "y" in objective else ["variables: x"]
    lines = [f"objective: {objective}", *variables, f"convexity: {convexity}"]
    assert status("landscape", lines) == wanted


@pytest.mark.parametrize(
    ("objective", "points", "wanted"),
    [
        ("x^4 - 2x^2", "[-1, 0, 1]", "proved"),
        ("x^4 - 2x^2", "[0, 1, -1]", "proved"),
        ("x^4 - 2x^2", "[1, 1, -1]", "refuted"),
        ("x^6/6 - x^2/2 - x", '["1.17"]', "proved"),
        ("x^6/6 - x^2/2 - x", '["1.16730397826141868425604589985484218"]', "undecided"),
        ("x^6/6 - x^2/2 - x", '["1.16730397826141868525604589985484218"]', "refuted"),
        ("x^6/6 - x^2/2 - x", '["√2"]', "refuted"),
    ],
)
def test_critical_points_in_any_order_and_to_any_digit(status, objective, points, wanted):
    lines = [f"objective: {objective}", "variables: x", f"points: {points}"]
    assert status("landscape", lines) == wanted


def test_a_bound_without_a_value_for_some_parameters_is_not_proved(status):
    lines = ["rule: sgd", "bound: 2/λ*√(λ³ - λ²)/(λ √(λ - 1))"]
    assert status("stable", lines) == "undecided"


def test_the_largest_curvature_is_not_below_the_smallest(status):
    """√((L - μ)²) is L - μ, as μ ≤ L."""
    lines = ["rule: sgd", "lr: 2/(μ + L)", "rate: √((L - μ)²)/(L + μ)"]
    assert status("best", lines) != "refuted"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["objective: x*y", 'points: ["(0, 0, 0)"]'], "2 coordinates"),
        (["objective: x*y", 'points: ["(q, 0)"]'], "'q' is not known"),
        (["objective: x*y", "convexity: concave"], "kind of convexity"),
        (["objective: x*y"], "nothing is claimed"),
        (["objective: x^2", "variables: [x, y]", "points: 0"], "vanishes wherever"),
    ],
)
def test_mistakes_in_a_landscape_are_said_with_their_place(status, lines, message):
    with pytest.raises(SymoptError, match=message) as refused:
        status("landscape", lines)
    assert refused.value.place.line >= 6
