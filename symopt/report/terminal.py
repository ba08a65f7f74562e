"""Verdicts as plain text for a terminal: the line, a caret, what was expected, what was written."""

from __future__ import annotations

from symopt.errors import Place
from symopt.marking.verdicts import LineVerdict, LinkVerdict, PageVerdict

HELD = ("proved", "rounded")


def terminal_text(verdict: PageVerdict) -> str:
    """The lines that don't hold, and a closing line that counts."""
    parts = [_line(verdict.page, line) for line in verdict.lines if not _holds(line)]
    return "\n\n".join([*(part for part in parts if part), _closing(verdict)]) + "\n"


def _holds(line: LineVerdict) -> bool:
    return all(link.verdict in HELD for link in line.links)


def _line(page: str | None, line: LineVerdict) -> str:
    links = [_link(page, line, link) for link in line.links if link.verdict not in HELD]
    return "\n".join(links)


def _link(page: str | None, line: LineVerdict, link: LinkVerdict) -> str:
    place = Place(page, line.line, link.column, line.text)
    return f"{place}: {link.verdict}\n{place.excerpt()}\n    {_why(link)}"


def _why(link: LinkVerdict) -> str:
    parts = []
    if link.verdict == "refuted" and link.expected is not None:
        where = "" if link.component is None else f"component {link.component + 1}: "
        parts.append(f"{where}expected {link.expected}")
        if link.difference is not None:
            parts.append(f"the difference is {link.difference}")
        elif link.difference_approx is not None:
            parts.append(f"the difference is about {link.difference_approx:.6g}")
    if link.reason:
        parts.append(link.reason)
    return "; ".join(parts) or f"{link.left} {link.relation} {link.right}"


def _closing(verdict: PageVerdict) -> str:
    page, total = verdict.page or "the page", len(verdict.lines)
    if not total:
        return f"{page}: no working found"
    held = sum(map(_holds, verdict.lines))
    first = verdict.first_error
    slip = f"; the first slip is line {first[0]}" if first else ""
    if held == total:
        return f"{page}: all {total} lines hold" if total > 1 else f"{page}: its one line holds"
    return f"{page}: {held} of {total} lines hold{slip}"
