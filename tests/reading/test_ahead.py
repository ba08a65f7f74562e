"""x_{t+1} below labels that count the steps from 1."""

from symopt.marking import check

FRONT = (
    "---\nobjective: x^2\nstart: {x: 10}\nrule: [v = β v + α g, x = x - v]\n"
    "alpha: 1/10\nbeta: 9/10\nsteps: 3\n---\n"
)
STEP = (
    "## Step 2\nv_1 = 2, x_1 = 8\ng_t = 2x_t = 16\nv_{t+1} = 0.9 v_t + 0.1 g_t = 1.8 + 1.6 = 3.4\n"
    "x_{t+1} = x_t - v_{t+1} = 8 - 3.4 = 4.6\n"
)


def verdicts(body):
    return {link.verdict for line in check(FRONT + body).lines for link in line.links}


def test_the_new_value_is_the_labels_own_and_the_old_one_the_last():
    assert verdicts(STEP) == {"proved"}
    assert "refuted" in verdicts(STEP.replace("= 4.6", "= 5.6"))


def test_where_a_label_says_what_t_is_it_is_a_number():
    assert verdicts("t = 0: x_{t+1} = 10 - 2 = 8") == {"proved"}
    assert "refuted" not in verdicts("t = 1: x_{t+1} = 8 - 3.4 = 4.6")


def test_labels_from_0_count_t():
    page = "Step 0: x_{t+1} = 10 - 2 = 8\nStep 1: x_{t+1} = 8 - 3.4 = 4.6\n"
    assert "refuted" not in verdicts(page)
