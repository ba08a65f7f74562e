"""A book: the statements in a folder, each proved once, after those it uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from symopt.derive.proof import Proof, prove
from symopt.derive.statement import Use, is_statement, read_statement
from symopt.errors import InputError, SymoptError
from symopt.page import open_page
from symopt.parameter import did_you_mean


class Book:
    """The pages of a folder that make statements."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._proofs: dict[str, Proof] = {}
        self._open: list[str] = []

    @property
    def names(self) -> list[str]:
        """The names of the pages that make statements, in the order of the alphabet."""
        return [
            path.stem for path in sorted(self.folder.glob("*.md")) if is_statement(open_page(path))
        ]

    def __iter__(self) -> Iterator[Proof]:
        """The proof of each page in turn."""
        return map(self.proof, self.names)

    def proof(self, name: str) -> Proof:
        """The proof of a page, and of what it uses before.

        Raises:
            InputError: no such page, one that can't be read, or pages that use each other.
        """
        if name in self._proofs:
            return self._proofs[name]
        if name in self._open:
            circle = " → ".join([*self._open[self._open.index(name) :], name])
            raise InputError(f"these pages use each other: {circle}")
        path = self.folder / f"{name}.md"
        if not path.is_file():
            raise InputError(
                f"no statement '{name}' in {self.folder}", hint=did_you_mean(name, self.names)
            )
        page = open_page(path)
        self._open.append(name)
        try:
            self._proofs[name] = prove(read_statement(page), self._premise)
        except SymoptError as error:
            raise error.at(page.place) from None
        finally:
            self._open.pop()
        return self._proofs[name]

    def _premise(self, use: Use) -> Proof:
        try:
            return self.proof(use.page)
        except InputError as error:
            raise error.at(use.entry.place) from None
