import pytest

from symopt.notation.steps import find_step, names_part

HEADINGS = {
    "## Step 2": 2,
    "Step #3: update": 3,
    "- Step 2: $g_2 = 3.6$.": 2,
    "**Iteration 4**": 4,
    "Itération 4: v = 0.999": 4,
    "epoch 1": 1,
    "2단계": 2,
    "두 번째 값 1번째": 1,
    "1회 갱신": 1,
    "3回目:": 3,
    "第2步": 2,
    "第二次迭代": 2,
    "t = 2": 2,
    "(t=2)": 2,
    "t=1: m = 0.1": 1,
    "2nd iteration": 2,
    "Schritt 5": 5,
    "Second iteration": 2,
    "Step one": 1,
    "두 번째 반복": 2,
    "2차 업데이트": 2,
    "Iteration 3, step 1": 3,
}


@pytest.mark.parametrize(("text", "step"), HEADINGS.items())
def test_a_heading_names_its_step(text, step):
    assert find_step(text) == step


@pytest.mark.parametrize(
    "text",
    [
        "x = 2",
        "footstep 2x",
        "steps of size 0.1",
        "learning rate 0.5",
        "step 1 and step 2",
        "2차 함수",
        "2次関数",
        "",
        "t = 2x",
    ],
)
def test_other_texts_name_none(text):
    assert find_step(text) is None


def test_the_first_step_may_be_a_part_and_the_first_iteration_is_none():
    assert names_part("First step: the gradient")
    assert not names_part("First iteration: the gradient")
