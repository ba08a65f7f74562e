"""What a reader may be told beforehand about a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read a text.

    decimal_comma: `0,92` is 0.92 (a comma with a blank behind it still separates).
    functions: further names (their keys) that are functions directly before a bracket.
    objectives: those of them that are the page's own names for its function, f.
    names: known quantities (their keys): a word that isn't one of them but spells several,
        as `xy` with x and y known, is their product, and known words may stand in implicit
        products.
    order: the known names in the order in which a step computes them, those together that are
        computed together: in `x_1 = x_0 - 0.1 g_1 = 0.8` no statement about g_1 begins.
    """

    decimal_comma: bool = False
    functions: frozenset[str] = frozenset()
    objectives: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    order: tuple[frozenset[str], ...] = ()

    def rank(self, name: str) -> int | None:
        """The place of a name in the order, None where it has none or several."""
        found = [place for place, names in enumerate(self.order) if name in names]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=16)
def bases_of(names: frozenset[str]) -> frozenset[str]:
    """What known names begin with, without their indices."""
    return frozenset(name.split("_")[0] for name in names)
