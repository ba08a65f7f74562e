import math
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from symopt import Problem
from symopt.report.document import Figure
from symopt.report.drawing import Label, Stroke

CROSS = "stroke:var(--ink,#6e7781);stroke-width:2.4"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(**head):
    head = {"start": "{x: 1, y: 2}", "rule": "sgd", "lr": "1/10", "steps": "3"} | head
    text = "---\n" + "".join(f"{k}: {v}\n" for k, v in head.items()) + "---\n"
    return Problem.read(text).solve().to_svg()


def steps(svg):
    return [g.get("data-step") for g in ElementTree.fromstring(svg).iter() if g.get("data-step")]


@pytest.mark.parametrize(
    "head",
    [
        {"objective": "x^2/20 + y^2"},
        {"objective": "(w - 3)^2", "start": "{w: 0}"},
        {"objective": "x^2 + y^2 + z^4", "start": "{x: 1, y: 2, z: 1}"},
        {"gradients": "[[2, 1], [1, 0], [0, 1]]"},
    ],
    ids=["map", "curve", "loss", "path"],
)
def test_every_step_is_drawn_and_none_twice(head):
    assert steps(drawn(**head)) == ["0", "1", "2", "3"]


def test_the_exercise_has_start_end_saddle_and_numbers(exercise):
    svg = exercise.to_svg()
    numbers = re.findall(r">(\d+)</text></g></g>", svg)
    assert numbers == ["0", "1", "2"]
    assert svg.count('r="6"') == 2
    assert CROSS in svg
    assert len(svg) < 20_000


def test_a_cross_is_explained_where_there_is_one(exercise, gallery):
    assert "a cross" in exercise.to_html()
    far = gallery["quadratic-adam"]
    assert CROSS not in far.to_svg()
    assert "a cross" not in far.to_html()


def test_points_stand_where_the_axes_say():
    svg = drawn(objective="x^2 + y^2", lr="1/2", steps="1")
    (end,) = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="6" style="fill:v', svg)
    zeros = re.findall(r'<text[^>]*? x="([\d.]+)" y="([\d.]+)"[^>]*>0</text>', svg)
    assert end[0] in {x for x, _ in zeros}
    assert float(end[1]) + 5 == pytest.approx(float(zeros[1][1]), abs=0.11)


def test_what_has_no_picture_has_none():
    assert drawn(objective="x + y", lr="1e20") is None
    assert drawn(objective="x*y", steps="0") is None
    assert drawn(gradients="[1, 2]", start="{x: 1}", steps="2") is None


def test_names_are_text(solution):
    svg = solution.to_svg()
    assert svg is None or ElementTree.fromstring(svg).tag == f"{SVG}svg"


def test_the_same_picture_comes_out_twice():
    assert drawn(objective="x^2/20 + y^2") == drawn(objective="x^2/20 + y^2")


def test_a_number_stands_clear_of_the_lines_to_its_step(exercise):
    (figure,) = (block for block in exercise.document.blocks if isinstance(block, Figure))
    strokes = [s for s in figure.drawing.shapes if isinstance(s, Stroke) and s.role == "path"]
    labels = [s for s in figure.drawing.shapes if isinstance(s, Label) and s.step is not None]
    assert [label.text for label in labels] == ["0", "1", "2"]
    for label in labels:
        side = 4 if label.anchor == "start" else -4
        middle = label.at[0] + side, label.at[1] - 5
        for begin, end in (stroke.points for stroke in strokes):
            along = [
                (i / 200 * (e - b) + b for b, e in zip(begin, end, strict=True)) for i in range(201)
            ]
            assert min(math.dist(middle, point) for point in map(tuple, along)) > 6


def test_no_number_is_written_over_another():
    head = {"objective": "x^2/20 + y^2", "start": "{x: -7, y: 2}", "rule": "adagrad"}
    svg = drawn(**head, lr="3/2", steps="30")
    boxes = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        if text.get("text-anchor") != "middle":
            wide = 8 * len(text.text)
            left = float(text.get("x")) - (wide if text.get("text-anchor") == "end" else 0)
            boxes.append((left, left + wide, float(text.get("y"))))
    assert "30" in svg
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or abs(one[2] - other[2]) >= 12
