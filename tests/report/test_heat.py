import pytest

from symopt import Problem
from symopt.errors import InputError
from symopt.report.drawing import Area, Label, Stroke
from symopt.report.heat import LEGEND, heat_map
from symopt.run.floats.grid import read_axis
from symopt.run.outcome import sweep


def drawn(rule, *texts, objective="x^2/20 + y^2", steps=3000):
    setting = Problem(objective, start={"x": -7, "y": 2}, rule=rule).setting
    found = sweep(setting, [read_axis(text, setting) for text in texts], steps=steps)
    shapes = heat_map(setting, found).drawing.shapes
    areas = [shape for shape in shapes if isinstance(shape, Area)][: -len(LEGEND)]
    lines = [s for s in shapes if isinstance(s, Stroke) and s.width > 2]
    return areas, lines


def test_the_cells_fill_the_frame_without_overlap():
    areas, _ = drawn("momentum", "lr=0.1:2.5:13", "momentum=0:0.9:7")
    size = sum((r - x) * (b - t) for area in areas for x, t, r, b in area.rectangles)
    boxes = [box for area in areas for box in area.rectangles]
    left, top, right, bottom = (
        pick(box[i] for box in boxes) for i, pick in enumerate((min, min, max, max))
    )
    assert size == pytest.approx((right - left) * (bottom - top))
    assert right - left == pytest.approx(600)


@pytest.mark.parametrize("spacing", ["", ":log"])
def test_the_boundary_parts_blue_from_red(spacing):
    areas, (line,) = drawn("sgd", f"lr=0.51:1.49:50{spacing}")
    (boundary,) = {round(x, 6) for x, _ in line.points}
    good = max(x for a in areas if a.role == "level" for _, _, x, _ in a.rectangles)
    bad = min(x for a in areas if a.role == "path" for x, _, _, _ in a.rectangles)
    assert good == pytest.approx(bad)
    assert abs(good - boundary) < 600 / 50


def test_no_line_where_nothing_is_known():
    assert drawn("adam", "lr=0.01:1:5:log", "x=-1:1:3", steps=30)[1] == []
    assert drawn("sgd", "x=-1:1:3", "y=-1:1:3", steps=30)[1] == []


def test_one_grid_has_numbers_along_one_axis_only():
    setting = Problem("x^2", start={"x": 1}, rule="sgd").setting
    found = sweep(setting, [read_axis("lr=0.1:0.9:5", setting)], steps=3)
    shapes = heat_map(setting, found).drawing.shapes
    numbers = [s for s in shapes if isinstance(s, Label) and s.text[-1:].isdigit()]
    assert len({label.at[1] for label in numbers}) == 1


def test_three_grids_are_no_picture():
    with pytest.raises(InputError, match="one or two grids"):
        drawn("sgd", "lr=0.1:1:2", "x=-1:1:3", "y=-1:1:3", steps=3)
