"""What starting weights do to the activations: a histogram a layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.network.weights import DEPTH, DEVIATIONS, SHOWN, activations
from symopt.report.document import Figure, Message
from symopt.report.drawing import Area, Drawing, Label, Shape, Stroke
from symopt.report.language import plain

BINS, WIDE, HIGH, APART, LEFT, HEAD = 30, 120.0, 64.0, 14.0, 150.0, 30.0


def weights_figure(*, seed: int = 0, language: str = "en") -> Figure:
    """A row for each activation and deviation of the weights, a column a layer."""
    say, shapes = plain(language), list[Shape]()
    for layer in range(DEPTH):
        text = say(Message("layer {number}", {"number": layer + 1}))
        middle = LEFT + layer * (WIDE + APART) + WIDE / 2
        shapes.append(Label((middle, 20), text, rf"\text{{{text}}}", "ink", "middle"))
    rows = [(shown, name) for shown in SHOWN for name in DEVIATIONS]
    for row, (shown, name) in enumerate(rows):
        down = HEAD + row * (HIGH + APART + 8)
        text = f"{shown.name}, σ = {name}"
        shapes.append(Label((4, down + HIGH / 2), text, rf"\text{{{text}}}", "ink"))
        for layer, values in enumerate(activations(shown, DEVIATIONS[name], seed=seed)):
            shapes += _histogram(values, LEFT + layer * (WIDE + APART), down)
    message = Message(
        "How the activations of five layers of 100 units spread over 0 to 1, for normal inputs and "
        "weights of standard deviation σ: far too large, far too small, Xavier's for n inputs, and "
        "He's. Zeros of ReLU and values above 1 are left out."
    )
    size = LEFT + DEPTH * (WIDE + APART), HEAD + len(rows) * (HIGH + APART + 8)
    return Figure(Drawing(*size, tuple(shapes)), message)


def _histogram(values: NDArray[Any], left: float, top: float) -> Iterator[Shape]:
    """The bars over a line, the highest one as high as there is room."""
    counts, _ = np.histogram(values[values != 0.0], BINS, (0.0, 1.0))
    wide, low = WIDE / BINS, top + HIGH
    heights = HIGH * counts / max(1, counts.max())
    bars = [
        (left + wide * at, low - high, left + wide * (at + 1), low)
        for at, high in enumerate(heights.tolist())
        if high
    ]
    if bars:
        yield Area(tuple(bars), "level", 1.0)
    yield Stroke(((left, low), (left + WIDE, low)), "ink", 1.0)
    yield Label((left, low + 15), "0", "0", "ink")
    yield Label((left + WIDE, low + 15), "1", "1", "ink", "end")
