"""A class's sheets: found in folders, judged in several processes, one row each."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from symopt.cli.files import STANDARD_INPUT, page_from, printable, writing
from symopt.cli.main import UNDECIDED, WEIGHT
from symopt.cli.progress import write_with_progress
from symopt.cli.workers import Lost, in_order
from symopt.errors import InputError, Place
from symopt.report.document import Message
from symopt.report.language import plain
from symopt.report.marks import COLUMNS, Mark, Row, Table, csv_cells, csv_row, lost_row

LOST = {
    "slow": Message("took longer than {seconds} s"),
    "died": Message("the process that judged it ended"),
}


def run_sheets(options: argparse.Namespace) -> int:
    """Judge every sheet, write the rows as they come, and return the weightiest exit code."""
    as_csv = (options.output or "").lower().endswith(".csv")
    if as_csv and options.json:
        raise InputError("'--json' and a .csv file contradict each other", hint="leave one out")
    if options.to:
        raise InputError("'--to' hands back one sheet at a time", hint="name one page")
    files = list(_sheets(options.pages))
    names = [printable(file) for file in files]
    problem = None if options.problem is None else page_from(options.problem)
    results = in_order(
        "symopt.cli.judging:row_maker",
        (problem, options.lang, options.json),
        [(name, _task(file)) for name, file in zip(names, files, strict=True)],
        jobs=options.jobs or _available_cores(),
        seconds=options.seconds,
    )
    codes: list[int] = []
    rows = _noted(_named(names, results, options), codes)
    if as_csv:
        pieces = _csv(rows)
    else:
        pieces = _json_list(rows) if options.json else _table(rows, names, options.lang)
    with writing(options.output) as stream:
        write_with_progress(stream, pieces, len(names))
    return min(codes, key=WEIGHT.index)


def _sheets(names: list[str]) -> Iterator[str]:
    """The files named, a folder standing for the Markdown pages below it in alphabetical order."""
    for name in names:
        if not Path(name).is_dir():
            yield name
            continue
        pages = [page for page in sorted(Path(name).rglob("*.md")) if _is_sheet(page, Path(name))]
        if not pages:
            raise InputError("no Markdown page in this folder", place=Place(source=name))
        yield from map(str, pages)


def _is_sheet(page: Path, folder: Path) -> bool:
    """Hidden folders hold editors' copies, which are nobody's sheets."""
    hidden = any(part.startswith(".") for part in page.relative_to(folder).parts)
    return not hidden and not page.is_dir()


def _task(file: str) -> object:
    """Standard input is the parent's to read; a file is read by the process that judges it."""
    return page_from(file) if file == STANDARD_INPUT else file


def _available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _named(
    names: list[str], results: Iterable[Row | Lost], options: argparse.Namespace
) -> Iterator[Row]:
    """Every sheet's row, those that were lost included."""
    for name, result in zip(names, results, strict=True):
        if isinstance(result, Lost):
            seconds = {"seconds": f"{options.seconds:g}"}
            why = plain(options.lang)(replace(LOST[result.why], parts=seconds))
            yield lost_row(Mark(name, UNDECIDED, problem=why), options.json)
        else:
            yield result


def _noted(rows: Iterable[Row], codes: list[int]) -> Iterator[Row]:
    for row in rows:
        codes.append(row[0].exit_code)
        yield row


def _table(rows: Iterable[Row], names: list[str], language: str) -> Iterator[tuple[str, int]]:
    table = Table(names, language)
    before, good = table.head(), 0  # with the first row: until then the problem may prove wrong
    for row, _ in rows:
        good += row.exit_code == 0
        yield before + table.row(row), 1
        before = ""
    yield table.closing(good, len(names)), 0


def _csv(rows: Iterable[Row]) -> Iterator[tuple[str, int]]:
    before = csv_row(COLUMNS)
    for row, _ in rows:
        yield before + csv_row(csv_cells(row)), 1
        before = ""


def _json_list(rows: Iterable[Row]) -> Iterator[tuple[str, int]]:
    before = "[\n"
    for _, text in rows:
        yield before + text, 1
        before = ",\n"
    yield "\n]\n", 0
