"""A picture as plain shapes, which every format draws in its own way.

Coordinates run right and down from the upper left corner. What belongs to a step of the run
carries its number, so that a slider can hide it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Point = tuple[float, float]

Role: TypeAlias = Literal[
    "ink", "level", "path", "first", "second", "third", "fourth", "fifth", "sixth"
]
"""What a shape is for, which says its colour: the frame and its numbers, level sets, the steps, or
one of several things that are told apart."""

Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    role: Role
    width: float
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc, or a ring."""

    at: Point
    radius: float
    role: Role
    ring: bool = False
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Text on a base line; `latex` says the same as mathematics."""

    at: Point
    text: str
    latex: str
    role: Role
    anchor: Anchor = "start"
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """Rectangles of one shade, each (left, top, right, bottom)."""

    rectangles: tuple[tuple[float, float, float, float], ...]
    role: Role
    opacity: float
    step: int | None = None


Shape: TypeAlias = Stroke | Dot | Label | Area


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are drawn."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
