"""A LaTeX document as PDF, set by whatever TeX is on the path, which may run no other command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from symopt.errors import InputError

SECONDS = 120
BY_ITSELF = ("-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape")
ENGINES: dict[str, tuple[str, ...]] = {
    "pdflatex": BY_ITSELF,
    "lualatex": BY_ITSELF,
    "xelatex": BY_ITSELF,
    "tectonic": ("--untrusted", "--keep-logs"),
}
RUNS = 2  # the second one knows the widths of the tables
SAME_BYTES = {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
WITHIN_ITS_FOLDER = {"openout_any": "p", "max_print_line": "1000"}
_COMPLAINT = re.compile(r"^(?:!|error:) *(.+)", re.M)


def to_pdf(tex: str, *, seconds: float = SECONDS) -> bytes:
    """The document as PDF; the same document gives the same bytes.

    The first engine that succeeds is taken: pdflatex, lualatex, xelatex, tectonic. `InputError`
    where there is none, or where none sets the document within `seconds`.
    """
    engines = [path for name in ENGINES if (path := shutil.which(name))]
    if not engines:
        raise InputError(
            "no TeX was found to make a PDF with",
            hint="install one (Debian: texlive-latex-base, with Korean texlive-lang-korean; or "
            "MacTeX, MiKTeX, tectonic), or ask for '--to tex' or '--to html'",
        )
    complaints = []
    for engine in engines:
        with TemporaryDirectory(prefix="symopt-") as folder:
            complaint = _run(engine, tex, Path(folder), seconds)
            if complaint is None:
                return (Path(folder) / "page.pdf").read_bytes()
            complaints.append(f"{Path(engine).name}: {complaint}")
    raise InputError(
        f"TeX could not set the page ({'; '.join(complaints)})",
        hint="install what is missing (for Korean: pdflatex or xelatex with texlive-lang-korean), "
        "or ask for '--to tex' or '--to html'",
    )


def _run(engine: str, tex: str, folder: Path, seconds: float) -> str | None:
    """Set the page in the folder; what went wrong, or None."""
    (folder / "page.tex").write_text(tex, encoding="utf-8")
    name = Path(engine).stem
    command = [engine, *ENGINES[name], "page.tex"]
    for _ in range(1 if name == "tectonic" else RUNS):
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=os.environ | SAME_BYTES | WITHIN_ITS_FOLDER,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"took longer than {seconds:g} s"
        except OSError as error:
            return str(error.strerror)
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode != 0 or not (folder / "page.pdf").exists():
            found = _COMPLAINT.search(said)
            return found[1] if found else f"ended with code {done.returncode}"
    return None
