import numpy as np
import pytest

from symopt.page import read_page
from symopt.report.drawing import Dot, Label, Stroke
from symopt.report.panels import panels_of
from symopt.run.compare import compare, read_comparison


def figure(objective, start, **rules):
    entries = "".join(f"  {name}: {{lr: {lr}}}\n" for name, lr in rules.items())
    head = f"objective: {objective}\nstart: {start}\nrule: sgd\nsteps: 40\ncompare:\n{entries}"
    found = compare(read_comparison(read_page(f"---\n{head}---\n")))
    return panels_of({name: (one.setting, one.points()) for name, one in found.items()})


def levels(drawing):
    return [
        shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.role == "level"
    ]


def names(drawing):
    return [s.text for s in drawing.shapes if isinstance(s, Label) and s.text.isidentifier()]


def test_a_panel_a_rule_all_through_one_window():
    drawing = figure("x^2/20 + y^2", "{x: -7, y: 2}", sgd=0.95, momentum=0.1, adam=0.3).drawing
    assert [name for name in names(drawing) if len(name) > 1] == ["sgd", "momentum", "adam"]
    rings = [shape.at for shape in drawing.shapes if isinstance(shape, Dot) and shape.ring]
    assert len(rings) == 3
    assert len({round(y, 9) for _, y in rings}) == 1
    lines = levels(drawing)
    third = len(lines) // 3
    shift = rings[1][0] - rings[0][0]
    for first, second in zip(lines[:third], lines[third : 2 * third], strict=True):
        assert np.allclose(np.add(first.points, (shift, 0)), second.points)


def test_a_run_that_climbs_is_cut_where_it_leaves_the_window():
    drawing = figure("x^2/20 + y^2", "{x: -7, y: 2}", sgd=0.95, momentum=50).drawing
    for shape in drawing.shapes:
        if isinstance(shape, Dot):
            assert 0 <= shape.at[0] <= drawing.width
            assert 0 <= shape.at[1] <= drawing.height
    steps = [s.step for s in drawing.shapes if isinstance(s, Dot)]
    assert steps.count(40) == 1
    assert steps.count(0) == 2


@pytest.mark.parametrize(("objective", "start"), [("x^2", "{x: 2}"), ("x^2+y^2+z^2", "[1, 2, 3]")])
def test_curves_and_losses_stand_in_panels_too(objective, start):
    start = start if "{" in start else "{x: 1, y: 2, z: 3}"
    drawing = figure(objective, start, sgd=0.1, adam=0.1).drawing
    assert {"sgd", "adam"} <= {*names(drawing)}


def test_nothing_to_see_is_no_picture():
    assert figure("x^2", "{x: 0.5}", sgd=1e300) is None
