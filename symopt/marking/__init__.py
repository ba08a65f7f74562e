"""Judges a page of working, link by link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.marking.verdicts import LineVerdict, LinkVerdict, PageVerdict

if TYPE_CHECKING:
    from symopt.marking.said import Language

__all__ = ["LineVerdict", "LinkVerdict", "PageVerdict", "check"]


def check(text: str, *, problem: str | None = None, language: Language = "en") -> PageVerdict:
    """The verdict on a page's text, as the command `symopt check` gives it.

    `problem` is the text of a page that states the problem, where `text` itself does not.
    `InputError` where the problem can't be read, or where either is no text.
    """
    from symopt.errors import InputError
    from symopt.front_matter import read_setting  # here, as verdicts can be read without SymPy
    from symopt.marking.judge import judge
    from symopt.page import read_page

    for given, name in ((text, "text"), (problem, "problem")):
        if not isinstance(given, str) and not (given is None and name == "problem"):
            kind = type(given).__name__
            hint = "decode it: text.decode()" if isinstance(given, bytes) else None
            raise InputError(f"'{name}' must be a page's text (got {kind})", hint=hint)
    page = read_page(text)
    setting = read_setting(page if problem is None else read_page(problem))
    return judge(page, setting, language=language)
