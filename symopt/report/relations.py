"""The rules as a graph: a line joins two that are proved to be the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import cos, pi, sin

from sympy import Expr

from symopt.derive.same.equivalence import Equivalence
from symopt.notation.latex import write_latex
from symopt.notation.signs import GREEK
from symopt.notation.tree import Name
from symopt.notation.write import tree_text
from symopt.report.document import Figure, Message
from symopt.report.drawing import Drawing, Label, Point, Shape, Stroke
from symopt.report.latex import spelled_latex, spelled_text
from symopt.spelling import name_of

WIDTH, GAP, LINE = 760.0, 36.0, 24.0
LETTER = 7.2  # a letter's width
SHARES = (0.5, 0.36, 0.64)
LETTERS = {word: letter for letter, word in reversed(GREEK.items())}
SIGNS = {"_prime": "′", "sqrt": "√", "**": "^", "*": " ", "_1": "₁", "_2": "₂", " - ": " − "}
CAPTION = Message(
    "Rules that are proved to be the same. Thick lines: for all values of the parameters, where "
    "those of one rule, primed, are what stands beside the line. Thin lines: where the parameter "
    "beside the line is 0. The rules below are like no other one."
)


def relations_picture(found: Sequence[Equivalence], names: Sequence[str]) -> Figure:
    """The graph of these relations among the rules of these names."""
    shapes: list[Shape] = []
    left = top = GAP
    row = 0.0
    groups = list(_groups(found, names))
    for group in (group for group in groups if len(group) > 1):
        across, down = _radii(group)
        wide, high = 2 * across + _wide(group), 2 * down + 2 * LINE
        if left + wide > WIDTH:
            left, top, row = GAP, top + row + GAP, 0.0
        middle = left + wide / 2, top + high / 2
        places = dict(zip(group, _ring(middle, across, down, len(group)), strict=True))
        shapes += _edges(found, places)
        shapes += _names(places)
        left, row = left + wide + GAP, max(row, high)
    top += row + GAP
    shapes.append(Stroke(((GAP, top - LINE), (WIDTH - GAP, top - LINE)), "ink", 0.8))
    alone = [name for group in groups if len(group) == 1 for name in group]
    for number, name in enumerate(alone):
        at = GAP + (number % 4) * (WIDTH - 2 * GAP) / 4, top + (number // 4) * LINE
        shapes.append(Label(at, name, _latex(name), "ink"))
    height = top + LINE * (len(alone) + 3) // 4 + GAP / 2
    return Figure(Drawing(WIDTH, height, tuple(shapes)), CAPTION)


def _groups(found: Sequence[Equivalence], names: Sequence[str]) -> Iterator[list[str]]:
    """Names that lines join, each in an order in which neighbours follow one another."""
    near: dict[str, list[str]] = {name: [] for name in names}
    for relation in found:
        near[relation.first.name].append(relation.second.name)
        near[relation.second.name].append(relation.first.name)
    seen: set[str] = set()
    for name in names:
        group, waiting = [], [name]
        while waiting:
            if (current := waiting.pop()) not in seen:
                seen.add(current)
                group.append(current)
                waiting += reversed(near[current])
        if group:
            yield group


def _radii(group: Sequence[str]) -> Point:
    return (70.0 + 26.0 * len(group), 0.0 if len(group) == 2 else 34.0 + 18.0 * len(group))


def _wide(group: Sequence[str]) -> float:
    return LETTER * max(map(len, group))


def _ring(middle: Point, across: float, down: float, count: int) -> list[Point]:
    """Places on an ellipse, from the left on."""
    turns = (pi + 2 * pi * number / count for number in range(count))
    return [(middle[0] + across * cos(turn), middle[1] + down * sin(turn)) for turn in turns]


def _names(places: Mapping[str, Point]) -> Iterator[Shape]:
    for name, (x, y) in places.items():
        yield Label((x, y + 4), name, _latex(name), "path", "middle")


def _edges(found: Sequence[Equivalence], places: Mapping[str, Point]) -> Iterator[Shape]:
    """Lines between the names, with what they hold for beside them."""
    for number, relation in enumerate(found):
        names = relation.first.name, relation.second.name
        if not places.keys() >= {*names}:
            continue
        begin, end = (places[name] for name in names)
        begin, end = _towards(begin, end, names[0]), _towards(end, begin, names[1])
        yield Stroke((begin, end), "level", 0.8 if relation.fixed else 2.2)
        if label := _label(relation):
            share = SHARES[number % len(SHARES)]  # so that labels of crossing lines stand apart
            x, y = (a + share * (b - a) for a, b in zip(begin, end, strict=True))
            yield Label((x, y - 5), *label, "ink", "middle")


def _towards(begin: Point, end: Point, name: str) -> Point:
    """Where a line leaves a name: outside a flat ellipse around it."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    half, high = LETTER * len(name) / 2 + 6, 12.0
    scale = 1 / max(((dx / half) ** 2 + (dy / high) ** 2) ** 0.5, 1e-9)
    return begin[0] + dx * scale, begin[1] + dy * scale


def _label(relation: Equivalence) -> tuple[str, str] | None:
    """`ρ = 0`, or the parameters of the second rule that are not the first's own, primed."""
    if relation.fixed:
        parts = [(name_of(name), value) for name, value in relation.fixed.items()]
    else:
        parts = [
            (replace(name_of(name), marks=(*name_of(name).marks, "prime")), value)
            for name, value in relation.where.items()
            if not value.is_Symbol
        ]
    if not parts:
        return None
    sides = [(write_latex(name), spelled_latex(value)) for name, value in parts]
    latex = ", ".join(f"{left} = {right}" for left, right in sides)
    return ", ".join(f"{_plain(name)} = {_plain(value)}" for name, value in parts), latex


def _plain(side: Name | Expr) -> str:
    """A name or an expression in Unicode, for a drawing: α/(1 − ρ)."""
    text = tree_text(side) if isinstance(side, Name) else spelled_text(side)
    for typed, shown in SIGNS.items():
        text = text.replace(typed, shown)
    return re.sub(r"[a-z]+", lambda word: LETTERS.get(word[0], word[0]), text)


def _latex(name: str) -> str:
    return rf"\mathrm{{{name.replace('_', ' ')}}}"
