"""Renders the gallery, derivations/ worked and an index: `python reports/render.py`."""

from __future__ import annotations

from pathlib import Path

from symopt import Problem
from symopt.page import open_page

HERE = Path(__file__).parent
PAGES = HERE.parent / "derivations"


def gallery() -> dict[str, str]:
    """File name -> text of everything in the gallery."""
    files, rows = {}, []
    for path in sorted(PAGES.glob("*.md")):
        solution = Problem.open(path).solve()
        drawn = path.with_suffix(".svg").name
        files[drawn] = solution.to_svg() or ""
        files[path.name] = solution.to_markdown(picture=drawn)
        title = open_page(path).front["title"].value["en"].value
        rule = solution.setting.rule.name
        rows.append(f"| [{title}]({path.name}) | {rule} | {solution.setting.steps} |")
    head = "# Worked solutions\n\nWhat `symopt solve` writes for the pages of `derivations/`.\n"
    table = "\n".join(["| page | rule | steps |", "| --- | --- | ---: |", *rows])
    files["README.md"] = f"{head}\n{table}\n"
    return files


def main() -> None:
    """Write the gallery, and drop what no page renders to any more."""
    files = gallery()
    for stale in (*HERE.glob("*.md"), *HERE.glob("*.svg")):
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
