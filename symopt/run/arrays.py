"""Expressions evaluated in floats, over whole arrays of points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sympy import Expr, Symbol

from symopt.objective import Objective
from symopt.run.emit import Emitter
from symopt.run.floats.functions import CAREFUL
from symopt.run.floats.graph import quotient
from symopt.run.floats.loop import compiled
from symopt.run.floats.write import listed

Array = NDArray[np.float64]
Evaluated = Callable[[ArrayLike], Array]


def _power(base: Any, exponent: int) -> Any:
    """A whole power as products, which are the same on every machine."""
    if exponent == 0:
        return 1.0
    half = _power(base, exponent // 2)
    return half * half * base if exponent % 2 else half * half


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: np.vectorize(f, otypes=[np.float64]) for name, f in CAREFUL.items()},
    **{name: getattr(np, name) for name in ("absolute", "sqrt", "maximum", "minimum")},
    "power": _power,
    "pi": lambda: math.pi,
    "euler": lambda: math.e,
}


def values(objective: Objective, points: Sequence[Sequence[float]]) -> list[float]:
    """f at each point; nan or inf where it has no finite value."""
    found: list[float] = evaluated((objective.value,), objective.variables)(np.transpose(points))[
        0
    ].tolist()
    return found


@lru_cache(maxsize=64)
def evaluated(expressions: tuple[Expr, ...], variables: tuple[Symbol, ...]) -> Evaluated:
    """The expressions as a function of points: from an array a variable to an array an expression.

    nan or inf where one has no finite value. `InputError` for what can't be computed.
    """
    names = [f"x{i}" for i in range(len(variables))]
    emitter = Emitter(dict(zip(variables, names, strict=True)))
    codes = [emitter.assigned(expression, 0) for expression in expressions]
    constants = {name: quotient(int(c.p), int(c.q)) for name, c in emitter.constants.items()}
    source = f"def run({', '.join(names)}):\n    return {listed(codes)}\n"
    function = compiled(source, f"<symopt expressions {id(codes):x}>", FUNCTIONS | constants)

    def evaluate(points: ArrayLike) -> Array:
        arrays = np.asarray(points, dtype=np.float64)
        found = np.empty((len(expressions), *arrays.shape[1:]))
        with np.errstate(all="ignore"):
            for place, value in zip(found, function(*arrays), strict=True):
                place[...] = value
        return found

    return evaluate
