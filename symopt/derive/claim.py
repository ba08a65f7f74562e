"""A claim in a fence of a statement, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Expr

from symopt.derive.body import Fence
from symopt.derive.judge import Link
from symopt.derive.statement import Statement
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import InputError
from symopt.page import Entry
from symopt.parameter import did_you_mean


@dataclass(frozen=True)
class Claimed:
    """What came of a claim.

    found: what was proved, in full, where it is more than its links.
    results: the names it has settled, for later pages.
    """

    links: tuple[Link, ...]
    found: object = None
    results: Mapping[str, tuple[str, Expr]] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A fence on a page, with what its names mean there."""

    fence: Fence
    statement: Statement
    vocabulary: Vocabulary

    def entry(self, name: str) -> Entry:
        """The value under a name that must be there."""
        if name not in self.fence.entries:
            raise InputError(
                f"'{name}' is missing in this claim",
                place=self.fence.place,
                hint=f"add a line '{name}: …'",
            )
        return self.fence.entries[name]

    def only(self, *names: str) -> None:
        """Refuse what the claim's kind does not know."""
        for name, entry in self.fence.entries.items():
            if name not in names:
                hint = did_you_mean(name, names)
                raise InputError(f"unknown name '{name}'", place=entry.place, hint=hint)

    def text(self, name: str) -> str | None:
        """The text under a name, if there is one."""
        entry = self.fence.entries.get(name)
        return None if entry is None else entry.text(name)

    def list(self, name: str) -> list[str]:
        """The texts listed under a name; one alone is a list of one."""
        entry = self.fence.entries.get(name)
        parts = () if entry is None else entry.parts
        return [part.text(name) for part in parts]

    def texts(self, name: str) -> dict[str, str] | None:
        """The texts under a name, by names of their own, if there are any."""
        entry = self.fence.entries.get(name)
        if entry is None:
            return None
        if not isinstance(entry.value, dict):
            raise InputError(f"'{name}' must name its parts", place=entry.place)
        return {part: value.text(part) for part, value in entry.value.items()}
