import numpy as np
import pytest

from symopt.network.train import Training
from symopt.report.drawing import Label, Stroke
from symopt.report.race import ROLES, race_figure, race_table
from symopt.report.svg import to_svg
from symopt.report.tex_picture import to_picture


def training(losses, accuracy=0.9, diverged_at=None):
    return Training(np.zeros(1), np.array(losses), {len(losses): accuracy}, diverged_at=diverged_at)


FOUND = {
    "sgd": training([2.0 - t / 100 for t in range(100)]),
    "adam": training([2.0 * 0.9**t for t in range(100)]),
    "adamax": training([2.0, 50.0, *[np.nan] * 98], diverged_at=3),
}


def curves(drawing):
    """The long strokes: all but the axes and the marks."""
    return [s for s in drawing.shapes if isinstance(s, Stroke) and s.width == 1.6]


def names(drawing):
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def test_each_rule_has_a_curve_of_its_own_colour_and_one_line_in_the_legend():
    drawing = race_figure(FOUND).drawing
    assert {stroke.role for stroke in curves(drawing)} == {*ROLES[:3]}
    assert [name for name in names(drawing) if name[:2] in ("sg", "ad")] == [
        "sgd",
        "adam",
        "adamax, diverged at step 3",
    ]


def test_the_curve_of_a_geometric_loss_is_straight_on_the_log_axis():
    found = {"adam": training([2.0 * 0.9**t for t in range(30)])}  # a window of one step
    (curve,) = [s for s in curves(race_figure(found, log=True).drawing) if len(s.points) > 10]
    x, y = np.array(curve.points).T
    assert np.allclose(np.diff(y) / np.diff(x), (y[-1] - y[0]) / (x[-1] - x[0]))


def test_nothing_leaves_the_drawing():
    for log in (False, True):
        drawing = race_figure(FOUND, log=log).drawing
        for stroke in curves(drawing):
            assert all(
                0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in stroke.points
            )


def test_a_loss_of_0_and_one_that_never_was_a_number_can_be_drawn():
    found = {"sgd": training([1.0, 0.0, 0.0]), "adam": training([np.nan] * 3, diverged_at=1)}
    for log in (False, True):
        assert "nan" not in to_svg(race_figure(found, log=log).drawing, label="")


@pytest.mark.parametrize("write", [lambda d: to_svg(d, label=""), to_picture])
def test_every_registered_rule_can_be_drawn_at_once(write):
    found = {f"rule_{i}": training([2.0, 1.0, 0.5]) for i in range(19)}
    text = write(race_figure(found).drawing)
    assert text.count("rule") >= 19


def test_the_picture_and_the_table_speak_korean():
    assert "adamax, 3번째 걸음에서 발산" in names(race_figure(FOUND, language="ko").drawing)
    head, sgd, adam, adamax = race_table(FOUND, language="ko").splitlines()
    assert head.split()[:2] == ["규칙", "첫"]
    assert sgd.endswith("90.00 %")
    assert adam.startswith("adam ")
    assert "발산" in adamax
    assert "%" not in adamax
