"""Reading pages and writing results: whole files or none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO, cast

from symopt.errors import InputError, Place
from symopt.page import LARGEST_PAGE, Page, open_page, read_bytes
from symopt.run.whole import write_whole

STANDARD_INPUT = "-"


def refuse_pdf_without_file(options: argparse.Namespace) -> None:
    """A PDF is nothing for a terminal; `InputError` where no file is named."""
    if options.to == "pdf" and options.output is None:
        raise InputError("'--to pdf' needs a file to write", hint="add '-o FILE.pdf'")


def page_from(name: str) -> Page:
    """The page in a file, or on standard input for '-'."""
    if name == STANDARD_INPUT:
        return read_bytes(sys.stdin.buffer.read(LARGEST_PAGE + 1), source="<stdin>")
    return open_page(name)


def printable(name: str) -> str:
    """A file's name as one line of Unicode: what can't be printed is escaped."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)


def deliver(result: str | bytes, output: str | None) -> None:
    """Print the result, or write it to the file."""
    with writing(output) as stream:
        if isinstance(result, bytes):
            stream.buffer.write(result)
        else:
            stream.write(result)


@contextmanager
def writing(output: str | None) -> Iterator[TextIO]:
    """A stream to standard output, or to a file that appears when all is written, never half.

    `InputError` where the result can't be written.
    """
    try:
        if output is None:
            yield sys.stdout
            sys.stdout.flush()
        else:
            with write_whole(Path(output)) as stream:
                yield cast(TextIO, stream)
    except BrokenPipeError:
        raise
    except OSError as error:
        if output is None:
            abandon(sys.stdout)
        raise InputError(
            f"can't write the result: {error.strerror}", place=Place(source=output or "<stdout>")
        ) from None


def abandon(stream: TextIO) -> None:
    """Close a stream that takes nothing more, so that Python does not try again on its way out."""
    with suppress(OSError):
        stream.close()
