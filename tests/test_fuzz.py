"""Whatever stands on a page, `symopt check` answers with an exit code, never with a traceback."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symopt import Problem
from symopt.cli.main import main

FRONT = "---\nobjective: x*y\nstart: {x: 1, y: 2}\nrule: adam\nsteps: 2\n---\n"
CODES = {0, 1, 2, 3, 4}
WORDS = r"""\frac \sqrt \left( \right) \left[ \right] \begin{aligned} \end{aligned} { } ( ) [ ] | \|
\begin{pmatrix} \end{pmatrix} \\ & $ $$ ``` ^ _ = ≈ \approx < ≤ ← := + - − × \cdot \odot / √ ² ⁻¹ ½
∇f \nabla f g_1 m_{1} \hat{m}_2 v̂_2 \beta_1 β₂ θ_1 X_2 x_1 x y t e exp log \max \min \sum \int 0 1
2 1/2 0.1 1,5 1e-8 10^-6 9^9^9^9 99999999999999 \text{at} Step 2단계 에서
이므로 # - * > --- %""".split()

fuzz = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def code(tmp_path, capsys):
    """The exit code of a check of these bytes, with one message where they are no page."""

    def check(data):
        path = tmp_path / "sheet.md"
        path.write_bytes(data)
        result = main(["check", str(path)])
        said = capsys.readouterr()
        assert said.err.count("symopt:") == (result == 2)
        return result

    return check


@pytest.fixture(scope="module")
def solved():
    return Problem.open(Path(__file__).parents[1] / "derivations" / "adam-exercise-1.md").solve()


@fuzz
@given(st.binary(max_size=300))
def test_bytes(code, data):
    assert code(data) in CODES
    assert code(FRONT.encode() + data) in CODES


@fuzz
@given(st.text(max_size=200))
def test_text(code, text):
    assert code((FRONT + text).encode("utf-8", "replace")) in CODES
    assert code(f"---\n{text}\n---\n".encode("utf-8", "replace")) in CODES


@fuzz
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(["", "$", "$$\n"]))
def test_mathematics_in_any_order(code, words, sign):
    end = sign[::-1]
    assert code(f"{FRONT}\n{sign}{' '.join(words)}{end}\n".encode()) in CODES
    assert code(f"{FRONT}\n{sign}x_1 = {' '.join(words)}{end}\n".encode()) in CODES


@fuzz
@given(st.data())
def test_sheets_cut_and_pasted(code, solved, data):
    text = solved.to_markdown()
    places = st.integers(0, len(text))
    begin, end, at = data.draw(st.tuples(places, places, places))
    end = min(end, begin + 200)
    assert code(text[:at].encode()) in CODES
    assert code((text[:at] + text[begin:end] + text[at:]).encode()) in CODES
