import pytest

from symopt import check
from symopt.errors import InputError

FRONT = """---
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


def links(working, front=FRONT):
    return [link for line in check(front + working).lines for link in line.links]


def verdicts(working, front=FRONT):
    return [link.verdict for link in links(working, front)]


def test_the_exact_point_is_proved():
    verdict = check(FRONT + "X_2 = (-2√2/3, 1-√3/3)\n")
    assert verdict.exit_code == 0
    (line,) = verdict.lines
    assert (line.quantity, line.step, line.line) == ("theta", 2, 11)
    assert line.links[0].against == "rule"


def test_a_wrong_component_is_refuted_with_difference_and_expected_value():
    verdict = check(FRONT + "X_2 = (-2√2/3, 1-√3/2)\n")
    assert verdict.exit_code == 1
    (link,) = verdict.lines[0].links
    assert link.component == 1
    assert link.difference == "-sqrt(3)/6"
    assert link.expected == "1 - sqrt(3)/3"
    assert abs(link.difference_approx + 3**0.5 / 6) < 1e-12
    assert verdict.first_error == (11, 1)


def test_what_can_not_be_read_is_said_so_with_its_column():
    verdict = check(FRONT + "X_2 = (-2√2/3, 1-√3/)\n")
    assert verdict.exit_code == 4
    (link,) = verdict.lines[0].links
    assert link.verdict == "unreadable"
    assert link.column == 21


@pytest.mark.parametrize(
    "line",
    [
        r"$X_2 = \left(-\frac{2\sqrt2}{3}, 1 - \frac{\sqrt{3}}{3}\right)$",
        r"\[ \theta_2 = \begin{pmatrix} -2\sqrt{2}/3 \\ 1-\sqrt3/3 \end{pmatrix} \]",
        "- **θ₂ = [−2√2/3, 1 − √3/3]**",
        "x_2 = -2√2/3",
        "y₂ = 1 - 1/√3",
        "m̂_2 = (4/3, 1/3)",
        r"$\hat v_2 = \left(2, \tfrac13\right)$",
        "∇f(1,2) = (2, 1)",
        "f(1, 2) = 2",
        "β_1 = 1/2",
        "m_1 = β_1 m_0 + (1 - β_1) g_1 = (1, 1/2)",
    ],
)
def test_every_dress_of_a_true_claim_is_proved(line):
    assert set(verdicts(line)) == {"proved"}


@pytest.mark.parametrize(
    "line",
    [
        "m_1 = (1, 1/3)",
        "m_1 = β_1 m_0 + (1 - β_1) g_1 = (1, 1)",
        "∇f(1,2) = (1, 2)",
        "x_2 = 2√2/3",
        "X_1 = 3",
        "X_1 = (0, 1, 2)",
        "X_2 = (-2√2/3, 1-√3/3 + 1/10^30)",
        "v_1 = (2, 1/2)/0",
        "β_1 = 1/3",
    ],
)
def test_a_false_claim_is_refuted(line):
    assert "refuted" in verdicts(line)


def test_each_link_is_judged_against_its_neighbour():
    assert verdicts("x_1 = 1 - 1/3 = 1/2") == ["refuted", "refuted"]
    assert verdicts("x_1 = 1 - 1 = 1/2 - 1/2 = 0") == ["proved"] * 3


def test_a_precedence_slip_as_typed_is_false():
    assert verdicts("v̂_1 = (2, 1/2)/1/2 = (4, 1)") == ["refuted", "refuted"]
    assert verdicts("v̂_1 = (2, 1/2)/(1/2) = (4, 1)") == ["proved", "proved"]


def test_rounding_is_its_own_verdict():
    assert verdicts("x_2 ≈ -0.9428") == ["rounded"]
    assert verdicts("x_2 ≈ -0.9429") == ["refuted"]
    assert verdicts("x_2 = -0.943") == ["rounded"]
    assert verdicts("m̂_2 ≈ (1.33, 0.33)") == ["rounded"]
    assert verdicts("m_2 ≈ (1, 0.25)") == ["proved"]
    assert check(FRONT + "x_2 ≈ -0.9428").exit_code == 0


def test_a_name_that_the_problem_does_not_have_is_undecided():
    verdict = check(FRONT + "q_1 = 3\n")
    assert verdict.exit_code == 3


def test_a_display_is_read_row_by_row():
    working = r"""
$$
\begin{aligned}
m_1 &= \beta_1 m_0 + (1 - \beta_1) g_1 \\
&= \frac12 (0, 0) + \frac12 (2, 1) \\
&= (1, \tfrac12)
\end{aligned}
$$
"""
    (line,) = check(FRONT + working).lines
    assert [link.verdict for link in line.links] == ["proved"] * 3


def test_programs_are_not_taken_for_working_and_the_verdict_says_so():
    page = check(FRONT + "```python\nfor t in range(3):\n    x = x - lr*g\n```\n")
    assert page.lines == ()
    assert page.notes == ("programs are passed over, such as the one in line 11",)


def test_past_the_exact_steps_decimals_are_judged_by_certified_ones():
    front = FRONT.replace("x*y", "x^2/20 + y^2 + x^4 y^4").replace("steps: 2", "steps: 12")
    (link,) = links("x_12 ≈ 7", front)
    assert link.verdict == "refuted"
    assert links(f"x_12 ≈ {link.expected[:10]}", front)[0].verdict == "rounded"


def test_the_trajectory_may_end():
    (link,) = links("x_3 = 1", FRONT.replace("x*y", "x^2").replace("x: 1, y: 2", "x: 0, y: 1"))
    assert link.verdict == "refuted"
    assert "division by zero" in link.reason


def test_a_page_without_a_problem_says_how_to_give_one():
    with pytest.raises(InputError, match="states no problem"):
        check("x_1 = 3\n")
    assert check("X_1 = (0, 1)\n", problem=FRONT).exit_code == 0


def sheet(working, objective="x^2 + y^2", start="{x: 1, y: 2}", rule="sgd", **more):
    head = {"objective": objective, "start": start, "rule": rule, "lr": "1/10"} | more
    lines = "\n".join(f"{name}: {value}" for name, value in head.items())
    return check(f"---\n{lines}\n---\n{working}\n")


def statuses(verdict):
    return [link.verdict for line in verdict.lines for link in line.links]


def test_a_variable_comes_before_a_parameters_alias():
    front = {"objective": "(w + b - 1)^2", "start": "{w: 0, b: 0}", "rule": "adam", "epsilon": "0"}
    assert statuses(sheet("b_1 = 0.1", **front)) == ["proved"]
    assert statuses(sheet("b_1 = 0.9", **front)) == ["refuted"]
    assert statuses(sheet("β_1 = 0.9", **front)) == ["proved"]


@pytest.mark.parametrize(
    "working",
    [
        "X_1\n= (9, 9)",
        "X_1 = (0.8, 1.6)\n\n= (9, 9)",
        "$$\nX_1 \\\\\n= (9, 9)\n$$",
        "X_1 ≡ (9, 9)",
        r"$X_1 \doteq (9, 9)$",
    ],
)
def test_no_claim_is_skipped_in_silence(working):
    assert sheet(working).exit_code == 4


def test_a_chain_may_go_on_in_the_next_line_and_use_any_equals_sign():
    assert statuses(sheet("X_1 =\n(9, 9)")) != ["proved"]
    assert statuses(sheet("X_1 ＝ (0.8, 1.6)")) == ["proved"]
    assert statuses(sheet("X_1 ＝ (9, 9)")) == ["refuted"]
    assert statuses(sheet("X_1 ≔ (9, 9)")) == ["refuted"]


def test_an_assignment_reads_the_old_value_on_its_right():
    assert statuses(sheet("Step 1: y ← y - 0.1·4 = 1.6")) == ["proved", "proved"]
    assert statuses(sheet("Step 1: θ := θ - 0.1 ∇f(θ)")) == ["proved"]
    assert statuses(sheet("Step 1: y ← y - 0.2·4")) == ["refuted"]


@pytest.mark.parametrize(
    "prose", ["We start at x = 7.", "x = 7, y = 2", "The minimum is at x = 3."]
)
def test_a_value_at_no_step_is_not_an_identity(prose):
    assert sheet(prose).exit_code in (3, 4)


def test_a_formula_below_a_heading_is_judged_for_all_points():
    assert statuses(sheet("## Step 1\n\n∇f(x, y) = (2x, 2y)")) == ["proved"]
    assert statuses(sheet("## Step 1\n\n∇f(x, y) = (2x, 4)", start="{x: 1, y: 5/2}")) == ["refuted"]


def test_rounding_is_seen_on_either_side():
    assert statuses(sheet("0.8 ≈ x_1")) == ["proved"]
    assert statuses(sheet("0.6 ≈ x_2")) == ["rounded"]
    assert statuses(sheet("0.7 ≈ x_2")) == ["refuted"]


def test_an_ellipsis_is_neither_proved_nor_refuted():
    assert sheet("2/3 = 0.667...").exit_code == 3


def test_a_product_that_may_be_meant_as_another_one_is_undecided():
    assert statuses(sheet("X_1 · X_1 = 3.2")) == ["undecided"]


@pytest.mark.parametrize("names", ["{x1: 1, x2: 2}", "{x_1: 1, x_2: 2}", "{μ: 1, σ: 2}"])
def test_variables_of_any_spelling_make_a_round_trip(names):
    from symopt import Problem

    first, second = (part.split(":")[0] for part in names.strip("{}").split(", "))
    page = f"---\nobjective: {first}^2 + {second}\nstart: {names}\nrule: sgd\nsteps: 2\n---\n"
    assert check(Problem.read(page).solve().to_markdown()).exit_code == 0


@pytest.mark.parametrize("name", ["v", "g", "t", "lr", "가", "theta_0"])
def test_a_variable_that_hides_a_quantity_is_refused(name):
    with pytest.raises(InputError, match="a variable can't be called"):
        sheet("", objective="1", start=f"{{{name}: 1}}", rule="momentum")


LINES = {
    r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t": "proved",
    "m_t = β_2 m_{t-1} + (1-β_2) g_t": "refuted",  # though β_1 = β_2 on this page
    "m_t = m_{t-1} + (1-β_1)(g_t - m_{t-1})": "proved",
    "m_t = (1-β_1) g_t": "refuted",
    "m̂_t = m_t/(1-β_1)": "refuted",
    "m̂_t = m_t/(1-β_1^t)": "proved",
    "v̂_t = g_t^2": "refuted",
    "g_t = ∇f(θ_{t-1})": "proved",
    "X_t = X_{t-1} - α m̂_t/(√v̂_t + ε)": "proved",
    r"\theta_{t+1} = \theta_t - \alpha \hat m_t/(\sqrt{\hat v_t} + \epsilon)": "proved",
    "v ← β_2 v + (1 - β_2) g^2": "proved",
    "v ← β_2 v + g^2": "refuted",
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_about_every_step_is_an_identity(line):
    assert verdicts(f"${line}$\n") == [LINES[line]]


def test_a_formula_in_t_alone_is_never_proved_by_its_first_steps():
    front = "---\nobjective: (w-3)^2\nstart: {w: 0}\nrule: sgd\nlr: 0.1\n---\n"
    assert verdicts("w_t = 0.6t", front) == ["refuted"]
    assert verdicts("w_t = 3 - 3·0.8^t", front) == ["undecided"]


@pytest.mark.parametrize("label", ["t = 2:", "# t = 2\n", "**t = 2**\n\n", "Step t = 2:"])
def test_a_label_of_a_step_is_no_claim(label):
    assert verdicts(f"{label} m = (1, 1/4)") == ["proved"]


def test_a_word_before_a_quantity_is_no_factor():
    front = "---\nobjective: w^2\nstart: {w: 5}\nrule: momentum\nlr: 0.1\nmomentum: 0.9\n---\n"
    for line in ("momentum β = 0.9", "velocity v_1 = -1", "the momentum v_1 = -1", "lr η = 0.1"):
        assert verdicts(line, front) == ["proved"]
    assert verdicts("α g_1 = 1", front) == ["proved"]
    assert verdicts("gradient g_1 = 10", front) == ["proved"]
    assert verdicts("grad f(x, y) = (y, x)") == ["proved"]


def test_inequalities_are_judged():
    assert verdicts("x_1 < x_0") == ["proved"]
    assert verdicts("x_1 ≥ x_0") == ["refuted"]


def test_what_exists_of_the_last_step_is_judged():
    front = (
        "---\nobjective: x^2 + y^2\nstart: {x: 0, y: 1}\nrule: adagrad\nlr: 1\nepsilon: 0\n---\n"
    )
    assert verdicts("g_1 = (0, 2)\n\nh_1 = (0, 4)\n\ny_1 = 1 - 2/√4 = 0", front) == ["proved"] * 4
    assert verdicts("X_1 = (0, 0)", front) == ["refuted"]


def test_far_steps_after_a_slip_need_no_deep_recursion():
    front = "---\nobjective: x^4/10\nstart: {x: 2}\nrule: rmsprop\nlr: 0.1\ndecay: 0.9\n---\n"
    assert verdicts("x_1 = 2.7\n\nx_30 = 1", front) == ["refuted", "refuted"]


def test_the_pages_own_gradient_in_a_general_line_is_put_in():
    front = "---\nobjective: x^2\nstart: {x: 3}\nrule: sgd\nlr: 0.1\n---\n"
    assert verdicts("$x_{k+1} = x_k - 2 η x_k$", front) == ["proved"]
    assert verdicts("$x_{k+1} = 0.8 x_k$", front) == ["proved"]
    assert verdicts("$x_{k+1} = 0.7 x_k$", front) == ["refuted"]
    assert verdicts("$x_t = x_{t-1} - (1-η) g_t$", front.replace("0.1", "1/2")) == ["refuted"]


MOMENTUM = """---
objective: x*y
start: {x: 1, y: 2}
rule: momentum
lr: 1/10
momentum: 1/2
steps: 2
---
"""
SINGLE = {
    "$v_{x,t} = β v_{x,t-1} - η g_{x,t}$": "proved",
    "$v_{x,t} = β v_{x,t-1} - η g_{y,t}$": "refuted",
    "$v_{t,x} = 1/2 v_{t-1,x} - η y_{t-1}$": "proved",
    "$x_t = x_{t-1} + v_{t,x}$": "proved",
    "$x_t = x_{t-1} - v_{t,x}$": "refuted",
    "$x_{t+1} = x_t + v_{x,t+1}$": "proved",
    "$g_t = (y_{t-1}, x_{t-1})$": "proved",
    "$g_t = (x_{t-1}, y_{t-1})$": "refuted",
    "$v_t = 1/2 v_{t-1} - 1/10 (y_{t-1}, x_{t-1})$": "proved",
    "$v_t = 1/2 v_{t-1} - 1/10 (y_{t-1}, x_{t-1}, 0)$": "undecided",
    "$θ_t = θ_{t-1} + β v_{t-1} - η (y_{t-1}, x_{t-1})$": "proved",
    "$θ_t = θ_{t-1} + v_{t-1} - η (y_{t-1}, x_{t-1})$": "refuted",
    "$θ_t = θ_{t-1} + β v_{t-1} - η ∇f(x_{t-1}, y_{t-1})$": "proved",
}


@pytest.mark.parametrize("line", SINGLE)
def test_lines_about_every_step_in_coordinates(line):
    assert verdicts(line, MOMENTUM) == [SINGLE[line]]


def test_coordinates_of_numbered_variables():
    front = MOMENTUM.replace("x*y", "w_1^2 + w_2^2").replace("{x: 1, y: 2}", "{w_1: 1, w_2: 2}")
    assert verdicts("$v_{1,t} = β v_{1,t-1} - η g_{1,t}$", front) == ["proved"]
    assert verdicts("$v_t^{(2)} = β v_{t-1}^{(2)} - 2 η w_{2,t-1}$", front) == ["proved"]
    assert verdicts("$v_t^{(2)} = β v_{t-1}^{(2)} - 2 η w_{1,t-1}$", front) == ["refuted"]


def test_a_line_that_is_wrong_at_no_first_step_stays_open():
    """From 0 the point never moves, so that x_t = x_{t-1} is true of it."""
    front = "---\nobjective: x^2\nstart: {x: 0}\nrule: sgd\nlr: 0.1\n---\n"
    assert verdicts("$x_t = 3 x_{t-1}$", front) == ["undecided"]


def test_the_largest_second_moment_under_its_papers_name():
    front = FRONT.replace("adam", "amsgrad")
    assert verdicts(r"$\hat v_t = \max(\hat v_{t-1}, v_t)$", front) == ["proved"]
    assert verdicts(r"$\hat v_t = \max(\hat v_{t-1}, m_t)$", front) == ["refuted"]
    assert verdicts(r"$θ_t = θ_{t-1} - α m_t/(√{\hat v_t} + ε)$", front) == ["proved"]
    assert verdicts("v̂_1 = max(v̂_0, v_1) = (2, 1/2)", front) == ["proved"] * 2


def test_the_step_moves_with_the_index_of_the_moments():
    assert verdicts(r"$\hat m_{t+1} = m_{t+1}/(1 - β_1^{t+1})$") == ["proved"]
    assert verdicts(r"$\hat m_{t+1} = m_{t+1}/(1 - β_1^t)$") == ["refuted"]


def test_a_word_that_changes_the_value_is_no_label():
    assert "refuted" not in verdicts("twice g_1 = (4, 2)")
    assert "refuted" not in verdicts("scaled g_1 = (1, 1/2)")


def test_an_inequality_about_every_step_is_no_equation():
    front = "---\nobjective: x^2\nstart: {x: 3}\nrule: sgd\nlr: 0.1\n---\n"
    assert verdicts("$x_t < 3$", front) == ["undecided"]
    assert verdicts("$x_t > 3$", front) == ["refuted"]
    assert verdicts("$x_{t+1} < x_t$", front) == ["undecided"]
    assert verdicts("$X_{t+1} < X_t$") == ["undecided"]


WITHOUT_INDICES = """
g = (y, x) = (2, 1)

v = 1/2 v - 1/10 g = (-1/5, -1/10)

x = x - 1/5 = 4/5

θ = θ + v = (4/5, 19/10)

g = (y, x) = (19/10, 4/5)

v = 1/2 v - 1/10 g = (-29/100, -13/100)
"""


def test_without_indices_the_right_sides_have_the_last_values():
    verdict = check(MOMENTUM + WITHOUT_INDICES)
    assert [line.step for line in verdict.lines] == [1, 1, 1, 1, 2, 2]
    assert set(verdicts(WITHOUT_INDICES, MOMENTUM)) == {"proved"}
    assert verdicts(WITHOUT_INDICES.replace("x - 1/5", "x + 1/5"), MOMENTUM)[4] == "refuted"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("(x, y) = (x, y) + v", "proved"),
        ("(x, y) = (x, y) - v", "refuted"),
        ("∇f(x, y) = (2, 1)", "proved"),
        ("∇f(x, y) = (19/10, 4/5)", "refuted"),
    ],
)
def test_below_a_heading_too(line, verdict):
    assert verdicts(f"## Step 1\n\n{line}", MOMENTUM) == [verdict]


HALF_DEFINED = """---
objective: x^2 + y^2
start: {x: 0, y: 1}
rule: adagrad
lr: 1
epsilon: 0
---
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("(0, 1) - (0, 2)/√(0, 4)", (0,)),
        ("(0, 0)", (0,)),
        ("X_0 - g_1/√h_1", (0,)),
        ("(0, 1) - (0, 3)/√(0, 4)", (0, 1)),
        ("(0, 1/2)", (0, 1)),
    ],
)
def test_a_coordinate_without_a_value_leaves_the_others_judged(right, wrong):
    (link,) = links(f"X_1 = {right}", HALF_DEFINED)
    assert (link.verdict, link.components) == ("refuted", wrong)
    if wrong == (0,):
        assert "coordinate 1 has no value: division by zero" in link.reason
        assert "the other coordinates are right" in link.reason
    else:
        assert link.component == 1


def test_epsilon_left_out_where_it_is_all_that_keeps_a_value():
    front = HALF_DEFINED.replace("epsilon: 0", "epsilon: 1/100")
    (link,) = links("X_1 = (0, 1) - (0, 2)/(√(0, 4) + 0)", front)
    assert (link.component, link.components) == (1, (0, 1))
    (link,) = links("X_1 = (0, 1) - (0, 2)/(√(0, 4) + (0, 1/100))", front)
    assert link.components == (0,)
