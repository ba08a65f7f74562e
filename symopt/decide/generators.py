"""Generators of a ring: what each stands for, which values it takes, what relation it obeys."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symopt.decide.interval import Interval

Poly = Any  # flint.fmpq_mpoly, which has no type stubs
PolyKey = frozenset[tuple[frozenset[tuple[int, int]], Any]]


class FullError(Exception):
    """The ring has no room for another generator; its maker starts again with a larger one."""


class Names:
    """Numbers for generators that stay the same in all rings of one judgement.

    The number belongs to what the generator stands for, written with the numbers of earlier ones.
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def __getitem__(self, meaning: Hashable) -> int:
        return self._numbers.setdefault(meaning, len(self._numbers))


@dataclass(frozen=True, eq=False)
class Generator:
    """One generator: its place, its name, its values, and how it reads as an expression."""

    place: int
    name: int
    poly: Poly
    values: Interval
    expression: Callable[[], sp.Expr]
    kind: tuple[Any, ...] = ()
    modulus: Poly = None
    order: int = 0
