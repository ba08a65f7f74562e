"""Lines about every step that write f', or the point as a vector of coordinates."""

import pytest

from symopt.marking import check


def verdicts(front, *working):
    page = f"---\n{front}\nlr: 1/10\nsteps: 2\n---\n" + "\n\n".join(working) + "\n"
    return [link.verdict for line in check(page).lines for link in line.links]


LINE = "objective: x^2\nstart: {x: 10}\nrule: "
PLANE = "objective: x^2 + y^2\nstart: {x: 1, y: 2}\nrule: sgd"


@pytest.mark.parametrize("point", ["x_n", "xₙ", "x(n)"])
@pytest.mark.parametrize("slope", ["f'({})", "∇f({})", "df/dx({})"])
def test_the_gradient_in_any_spelling(point, slope):
    new = {"x_n": "x_{n+1}", "xₙ": "xₙ₊₁", "x(n)": "x(n+1)"}[point]
    right = f"{new} = {point} - η{'·' * slope.startswith('d')}{slope.format(point)}"
    assert verdicts(LINE + "sgd", right) == ["proved"]
    assert verdicts(LINE + "sgd", right.replace("-", "+")) == ["refuted"]
    assert verdicts(LINE + "sgd", right.replace("f", "f'", 1)) != ["proved"]


def test_the_gradient_in_a_velocity():
    assert verdicts(LINE + "momentum", "v(t) = βv(t-1) - αf'(x(t))") == ["proved"]
    assert verdicts(LINE + "momentum", "v(t) = βv(t-1) + αf'(x(t))") != ["proved"]
    assert verdicts(LINE + "momentum", "v_t = βv_{t-1} - αf'(x_{t-2})") == ["refuted"]


@pytest.mark.parametrize(
    "right",
    [
        "(x_t − 0.1·2x_t, y_t − 0.1·2y_t)",
        "(x_t − η g_{x,t}, y_t − η g_{y,t})",
        "(x_t, y_t) − η∇f(x_t, y_t)",
    ],
)
def test_the_point_as_a_vector(right):
    assert verdicts(PLANE, f"(x_{{t+1}}, y_{{t+1}}) = {right}") == ["proved"]
    assert verdicts(PLANE, f"(x_{{t+1}}, y_{{t+1}}) = {right.replace('−', '+', 1)}") != ["proved"]
    assert verdicts(PLANE, f"(y_{{t+1}}, x_{{t+1}}) = {right}") == ["undecided"]
    assert verdicts(PLANE, f"(x_{{t+1}}, y_t) = {right}") == ["undecided"]


def test_a_wrong_vector_is_refuted():
    wrong = "(x_{t+1}, y_{t+1}) = (x_t + 0.1·2x_t, y_t − 0.1·2y_t)"
    assert verdicts(PLANE, wrong) == ["refuted"]
