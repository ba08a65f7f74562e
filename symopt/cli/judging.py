"""A sheet judged: by itself, or for a row among a class's marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symopt.cli.main import BAD_INPUT, UNDECIDED
from symopt.errors import SymoptError
from symopt.front_matter import read_setting
from symopt.marking.judge import judge
from symopt.marking.said import Language
from symopt.page import Page, open_page
from symopt.report.marks import Mark, Row, as_text, lost_row, mark


def row_maker(
    problem: Page | None, language: Language, as_json: bool
) -> Callable[[tuple[str, str | Page]], Row]:
    """The function that judges one sheet, given as its printable name and its file or page.

    It never raises: a sheet that can't be judged has a row that says why. With `as_json` the row
    brings the verdict along. `InputError` where the page that states the problem is wrong.
    """
    setting = None if problem is None else read_setting(problem)

    def row(task: tuple[str, str | Page]) -> Row:
        name, sheet = task
        try:
            page = sheet if isinstance(sheet, Page) else open_page(sheet)
            page = replace(page, source=name)
            verdict = judge(page, setting or read_setting(page), language=language)
        except SymoptError as error:
            return lost_row(Mark(name, BAD_INPUT, problem=_in_one_line(error)), as_json)
        except Exception as error:  # a defect of ours must not stop the class
            said = f"{type(error).__name__}: {error}"
            return lost_row(Mark(name, UNDECIDED, problem=said), as_json)
        return mark(name, verdict), as_text(verdict.to_json()) if as_json else ""

    return row


def _in_one_line(error: SymoptError) -> str:
    line = error.place.line if error.place else None
    return error.message if line is None else f"{error.message}, line {line}"
