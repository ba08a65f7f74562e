import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.errors import NotationError, Place
from symopt.notation.find import find_chains
from symopt.notation.options import Reading
from symopt.notation.tree import show
from symopt.notation.values import find_values

FOUND = {
    "Step 2: so w = 3.4 − 0.48 = 2.92, loss 3.69.": ["w = (- 3.4 0.48) = 2.92"],
    "- $x_1 = 1/2$, $y_1 = 2$": ["x_1 = (/ 1 2)", "y_1 = 2"],
    "**Update:** $w = 2 - 1 = $ **$1$**": ["w = (- 2 1) = 1"],
    "1. Compute $g = 3$. Then $g^2 = 9$.": ["g = 3", "(^ g 2) = 9"],
    "gradient = $2 \\cdot 0.8 = 1.6$": ["gradient = (* 2 0.8) = 1.6"],
    "the slope $= 2x$ at x = 3": ["slope = (* 2 x)", "x = 3"],
    "m = 0.2   v = 0.004": ["m = 0.2", "v = 0.004"],
    "w = 4 - 0.6  # = 3.4": ["w = (- 4 0.6) = 3.4"],
    "w = 4 - 0.6  # the new weight": ["w = (- 4 0.6)"],
    "    // m = 0.5": ["m = 0.5"],
    'print("m = 0.5 / 2 = 0.25")': ["m = (/ 0.5 2) = 0.25"],
    "따라서 m₁ = 0.1이고 v₁ = 0.01이다.": ["m_1 = 0.1", "v_1 = 0.01"],
    "기울기 = 2 * 3 = 6": ["기울기 = (* 2 3) = 6"],
    "得到x=(1,2)，于是y=3。": ["x = [1 2]", "y = 3"],
    "ここで x = 1.5、y = 2 です": ["x = 1.5", "y = 2"],
    "Daraus folgt w = 0,5 und b = 1": ["b = 1"],
    "the corrected m = 2/1": ["m_corrected = (/ 2 1)"],
    r"a &= 1 + 2 \\ &= 3": ["a = (+ 1 2) = 3"],
    r"a = 1 \\ b = 2 \\": ["a = 1", "b = 2"],
    r"z = 1 \implies \hat{y} = 2": ["z = 1", "y_hat = 2"],
    r"\(x = 1\) und \[y = 2\]": ["x = 1", "y = 2"],
    "x = 3 (the minimum)": ["x = 3"],
    "Let f(x) = x² and x₀ = 3": ["(f x) = (^ x 2)", "x_0 = 3"],
    "learning rate = 0.1": ["learning_rate = 0.1"],
    r"$w = \color{red}{0.5}$ and $v = \underline{2} \checkmark$": ["w = 0.5", "v = 2"],
    "m_1 = 0.1 (since m_0 = 0)": ["m_1 = 0.1", "m_0 = 0"],
    "optimum (x* = 4)": ["x_star = 4"],
    "no mathematics here, only words - and dashes.": [],
    "m = the moving average": [],
    "2 × error × x = 2 × (-4) × 2 = -16": ["(* (* 2 error) x) = (* (* 2 (neg 4)) 2) = (neg 16)"],
    "v = np.sqrt(self.s) + 2**3": ["v = (+ (sqrt s) (^ 2 3))"],
}


@pytest.mark.parametrize(("line", "chains"), FOUND.items())
def test_chains_are_found_in_any_text(line, chains):
    assert [show(chain) for chain in find_chains(line).chains] == chains


REFUSED = [
    "y = 3 times 4",
    "3 times 4 = 12",
    "x = 5 million",
    "y = 2x plus 3",
    "x = 0,92",
    "m = 1 . 5",
    "y != 3",
    "x, y = f(1)",
    "x = 1, 2",
    "x = 2의 제곱",
    "4 = −3.0",
    '" = 4.0',
    "g (x) = X - Com(X)",
    "f = clip(x, 1)",
    "x = 2 → 3 = %",
    "m1=0.1(4)=0.4m_1=0.2(4)=0.8",
    "w = [1, 2",
    "d(E total/out o1) = 3",
]


@pytest.mark.parametrize("line", REFUSED)
def test_what_words_or_damage_make_doubtful_is_refused(line):
    found = find_chains(line)
    assert found.unread
    assert all(show(chain) in ("x = 2",) for chain in found.chains)


def test_a_complaint_points_into_the_line_on_its_page():
    line = "Hence $x = 1 + * 2$."
    found = find_chains(line, place=Place("sheet.md", 7, 1, line))
    (unread,) = found.unread
    assert isinstance(unread.error, NotationError)
    assert unread.error.place == Place("sheet.md", 7, 16, line)


def test_known_names_are_no_words():
    known = Reading(names=frozenset({"weight"}))
    assert [show(c) for c in find_chains("so 2 weight = 3", options=known).chains] == []
    assert [show(c) for c in find_chains("so weight = 3", options=known).chains] == ["weight = 3"]


def test_values_without_a_statement_are_given_in_order():
    assert [show(v) for v in find_values("| 4 | 4.096 | -1.919 |")] == ["4", "4.096", "(neg 1.919)"]
    assert [show(v) for v in find_values("[1 2 3] then (4, 5)")] == ["[1 2 3]", "[4 5]"]
    assert find_values("v: [ 2.5  5.05") == ()
    assert find_values("x = 3") == ()
    assert find_values("90% of w2 is 1e") == ()


FRAGMENTS = [*FOUND, *REFUSED, "$", "$$", "\\(", "=", "(", ")", "{", "\\\\", "&", "**", ",", "\x00"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=4) | st.text(max_size=60).map(lambda t: [t]))
def test_any_line_is_read_or_refused(parts):
    line = "".join(parts)
    find_values(line)
    found = find_chains(line)
    for chain in found.chains:
        assert 0 <= chain.span.start < chain.span.end <= len(line)
