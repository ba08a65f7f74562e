"""How long a judgement may take: a deadline and a size, asked between operations, no signals."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from symopt.errors import InputError, UndecidedError


class TooLargeError(UndecidedError):
    """An operation was refused beforehand, because it might not come back in time."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Seconds and bits that one judgement may use.

    Nothing is interrupted: `check` is called between operations, and every single operation is kept
    small by asking `product` before it starts.
    """

    seconds: float = 5.0
    max_bits: int = 2_000_000
    max_terms: int = 2_000_000
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise InputError(f"'seconds' must be a positive number (got {self.seconds!r})")
        if self.max_bits < 64:
            raise InputError(f"'max_bits' must be at least 64 (got {self.max_bits!r})")

    @property
    def left(self) -> float:
        """Seconds that remain, never below 0."""
        return max(0.0, self.began + self.seconds - time.monotonic())

    def check(self) -> None:
        """Raise UndecidedError once the time is used up."""
        if self.left == 0.0:
            raise UndecidedError(f"the {self.seconds:g} seconds allowed are used up")

    def product(self, terms: int) -> None:
        """Ask for a polynomial operation with so many elementary products."""
        self.check()
        if terms > self.max_terms:
            raise TooLargeError(f"a polynomial operation with {terms} products is too large")
