"""The formats that a document is rendered to, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symopt.report.document import Document
from symopt.report.html import to_html
from symopt.report.markdown import to_markdown
from symopt.report.notebook import to_notebook
from symopt.report.pdf import to_pdf
from symopt.report.tex import to_tex

RENDERERS: Mapping[str, Callable[..., str]] = {
    "md": to_markdown,
    "tex": to_tex,
    "html": to_html,
    "ipynb": to_notebook,
}


def rendered(document: Document, to: str, *, lang: str) -> str | bytes:
    """The document in a format of `RENDERERS`, or as "pdf"; see `to_pdf` for its errors."""
    if to == "pdf":
        return to_pdf(to_tex(document, lang=lang))
    return RENDERERS[to](document, lang=lang)
