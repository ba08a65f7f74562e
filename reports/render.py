"""Renders the gallery, derivations/ worked and an index: `python reports/render.py`."""

from __future__ import annotations

from pathlib import Path

from symopt import Problem
from symopt.page import open_page
from symopt.problem import Solution

HERE = Path(__file__).parent
PAGES = HERE.parent / "derivations"
HEADINGS = {  # by the first word of a page's name
    "adam": "Exercises",
    "quadratic": "Every rule on one valley, x²/20 + y² from (−7, 2)",
    "quartic": "Long runs on a quartic surface",
    "squared": "Means over rows of data",
}
HEAD = """# Worked solutions

Each page is what `symopt solve` writes for a page of `derivations/`: the problem, its gradient
term by term, every quantity of every step as formula, numbers and exact result, and a picture. All
lines are proved by `symopt check`. Rendered by `python reports/render.py`; the same pages
in Korean, or as PDF, HTML or notebook: `symopt solve PAGE --lang ko --to pdf -o FILE`.

![Adam's two steps on xy, over the level sets of the function](adam-exercise-1.svg)
"""
TABLE = "| page | rule | steps | ends near | |\n| --- | --- | ---: | --- | --- |"


def gallery() -> dict[str, str]:
    """File name -> text of everything in the gallery."""
    files: dict[str, str] = {}
    parts: dict[str, list[str]] = {name: [] for name in HEADINGS}
    for path in sorted(PAGES.glob("*.md")):
        solution = Problem.open(path).solve()
        drawn = path.with_suffix(".svg").name
        files[drawn] = solution.to_svg() or ""
        files[path.name] = solution.to_markdown(picture=drawn)
        parts.setdefault(path.stem.split("-")[0], []).append(_row(path, solution))
    tables = "\n".join(
        f"## {HEADINGS.get(name, name.capitalize())}\n\n{TABLE}\n" + "\n".join(rows) + "\n"
        for name, rows in parts.items()
    )
    files["README.md"] = f"{HEAD}\n{tables}"
    return files


def _row(path: Path, solution: Solution) -> str:
    """A page's line in the index: where it ends, and its source."""
    title = open_page(path).front["title"].value["en"].value
    rule, last = solution.setting.rule.name, len(solution) - 1
    end = ", ".join(f"{float(value):.6g}" for value in solution[last].theta)
    source = f"[source](../{PAGES.name}/{path.name})"
    return f"| [{title}]({path.name}) | {rule} | {last} | ({end}) | {source} |"


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
