"""How a notebook shows the values of every floor: as their reports, which are made further up.

A value here only says that it has a report. `maker` makes the report of a value in a format ("md",
"tex" or "html").
"""

from __future__ import annotations


def maker(value: object, form: str) -> str:
    """Stands here until the package puts the reports' own in its place."""
    return repr(value)


class Reported:
    """A value that notebooks show as its report."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return maker(self, "md")

    def _repr_latex_(self) -> str:
        return maker(self, "tex")

    def _repr_html_(self) -> str:
        return maker(self, "html")
