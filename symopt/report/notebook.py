"""A document as a Jupyter notebook: its text in Markdown cells, its problem as code that solves it.

Format 4.5: https://nbformat.readthedocs.io/en/latest/format_description.html
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from symopt.report.document import Block, Document, Figure, FrontMatter, Heading
from symopt.report.language import plain
from symopt.report.markdown import to_markdown
from symopt.report.svg import to_svg

PICTURE = "picture"


def to_notebook(document: Document, *, lang: str = "en") -> str:
    """The notebook as JSON; the same document gives the same bytes."""
    cells = [cell for part in _parts(document) for cell in _cells(part, lang)]
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _parts(document: Document) -> Iterator[list[Block]]:
    """The front matter on its own, and the blocks that stand under one heading."""
    part: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading | FrontMatter) and part:
            yield part
            part = []
        part.append(block)
    yield part


def _cells(part: list[Block], lang: str) -> Iterator[dict[str, Any]]:
    first = part[0]
    if isinstance(first, FrontMatter):
        yield _code(_problem(first.yaml))
        return
    figures = {
        f"{PICTURE}{number or ''}.svg": figure
        for number, figure in enumerate(block for block in part if isinstance(block, Figure))
    }
    pictures = [f"attachment:{name}" for name in figures]
    cell: dict[str, Any] = {
        "cell_type": "markdown",
        "metadata": {},
        "source": to_markdown(Document(tuple(part)), lang=lang, pictures=pictures),
    }
    if figures:
        cell["attachments"] = {name: _image(figure, lang) for name, figure in figures.items()}
    yield cell
    if isinstance(first, Heading) and first.step is not None:
        yield _code(f"solution[{first.step}]")


def _image(figure: Figure, lang: str) -> dict[str, str]:
    svg = to_svg(figure.drawing, label=plain(lang)(figure.message))
    return {"image/svg+xml": b64encode(svg.encode()).decode()}


def _problem(front: str) -> str:
    """Code that states the problem line by line and solves it; text stays within its quotes."""
    lines = ["---\n", *front.splitlines(keepends=True), "---\n"]
    quoted = "\n".join(f"    {line!r}" for line in lines)
    return (
        "from symopt import Problem\n\n"
        f"problem = Problem.read(\n{quoted}\n)\n"
        "solution = problem.solve()"
    )


def _code(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
