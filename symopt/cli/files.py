"""Reading pages and writing results: whole files or none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from symopt.errors import InputError, Place
from symopt.page import LARGEST_PAGE, Page, open_page, read_bytes

STANDARD_INPUT = "-"


def page_from(name: str) -> Page:
    """The page in a file, or on standard input for '-'."""
    if name == STANDARD_INPUT:
        return read_bytes(sys.stdin.buffer.read(LARGEST_PAGE + 1), source="<stdin>")
    return open_page(name)


def deliver(text: str, output: str | None) -> None:
    """Print the text, or write it beside the file and rename it, so that a file is never half."""
    if output is None:
        sys.stdout.write(text)
        return
    path = Path(output)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            f"can't write the result: {error.strerror}", place=Place(source=output)
        ) from None
