"""`symopt derive`: statements, proved and rendered."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from symopt.cli.files import deliver, refuse_pdf_without_file
from symopt.cli.main import DONE, REFUTED, UNDECIDED, WEIGHT
from symopt.cli.progress import Bar
from symopt.derive.book import Book
from symopt.derive.proof import Proof
from symopt.errors import InputError
from symopt.report.formats import rendered
from symopt.report.statement import proofs_text, statement_document

CODES = {"proved": DONE, "refuted": REFUTED, "undecided": UNDECIDED}


def run(options: argparse.Namespace) -> int:
    """Prove the pages named, or the whole book, and deliver what was found."""
    if bool(options.names) == options.all:
        raise InputError("name statements, or say '--all'", hint="symopt derive --all")
    if len(options.names) != 1 and options.to not in (None, "json"):
        raise InputError(f"'--to {options.to}' renders one statement", hint="name one")
    refuse_pdf_without_file(options)
    proofs = list(_proofs(options))
    deliver(_rendered(proofs, options), options.output)
    return min((CODES[proof.status] for proof in proofs), key=WEIGHT.index, default=DONE)


def _proofs(options: argparse.Namespace) -> Iterator[Proof]:
    """The proof of each page asked for; a name with an ending is a file of its own folder."""
    book = Book(Path(options.book))
    names = options.names or book.names
    if not names:
        raise InputError(f"no statement in '{options.book}'", hint="name another folder: --book")
    for name in Bar(names, disable=None, leave=False):
        path = Path(name)
        yield (Book(path.parent) if path.suffix else book).proof(path.stem)


def _rendered(proofs: list[Proof], options: argparse.Namespace) -> str | bytes:
    if options.to == "json":
        found = [proof.to_json() for proof in proofs]
        data = found if options.all or len(found) > 1 else found[0]
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if options.all or len(proofs) > 1:
        return proofs_text(proofs, options.lang)
    return rendered(statement_document(proofs[0]), options.to or "md", lang=options.lang)
