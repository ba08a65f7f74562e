"""Renders the gallery, derivations/ worked and an index: `python reports/render.py`."""

from __future__ import annotations

from pathlib import Path

from symopt import Problem
from symopt.cli.compare import picture
from symopt.derive.book import Book
from symopt.derive.proof import Proof
from symopt.derive.same.relations import relations
from symopt.page import Page, open_page
from symopt.problem import Solution
from symopt.report.document import Figure
from symopt.report.language import plain
from symopt.report.markdown import to_markdown
from symopt.report.relations import relations_picture
from symopt.report.statement import statement_document
from symopt.report.svg import to_svg
from symopt.rules import REGISTRY
from symopt.run.compare import Compared, compare, read_certify, read_comparison

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
COMPARED = "| rule | parameters | steps | ends near | loss |\n| --- | --- | ---: | --- | ---: |"
BOOK, RELATIONS = "book", "relations.svg"
STATEMENTS = """## The book: statements, each step of them proved

Rendered by `symopt derive NAME`, checked by `symopt derive --all`. Which rules are the same, found
by search and proved (`symopt rules --relations`):

![A graph of the rules, with a line between two that are proved to be the same](relations.svg)

| statement | | links | |
| --- | --- | ---: | --- |"""
CERTIFIED = (
    "| rule | parameters | steps | float64 ends at | the true end | right digits |\n"
    "| --- | --- | ---: | --- | --- | ---: |"
)
STORY = """Each rule is run in float64, and in balls that enclose the true points, so that every
digit of the true end is certain; the picture shows how many of float64's are right. SGD keeps
them. Once the gradients are small, Adam and RMSProp divide one small number by another, and a
difference in the last digit grows until it is one in the first.
"""
TABLE = "| page | rule | steps | ends near | |\n| --- | --- | ---: | --- | --- |"


def gallery() -> dict[str, str]:
    """File name -> text of everything in the gallery."""
    files: dict[str, str] = {}
    parts: dict[str, list[str]] = {name: [] for name in HEADINGS}
    comparisons, statements = [], [STATEMENTS]
    for path in sorted(PAGES.glob("*.md")):
        drawn = path.with_suffix(".svg").name
        page = open_page(path)
        if "compare" in page.front:
            found = compare(read_comparison(page), digits=read_certify(page))
            files[drawn] = picture(found)
            comparisons.append(_comparison(path, page, found))
            continue
        solution = Problem.open(path).solve()
        files[drawn] = solution.to_svg() or ""
        files[path.name] = solution.to_markdown(picture=drawn)
        parts.setdefault(path.stem.split("-")[0], []).append(_row(path, solution))
    graph = relations_picture(relations(), [*REGISTRY])
    files[RELATIONS] = to_svg(graph.drawing, label=plain("en")(graph.message))
    for proof in Book(PAGES / BOOK):
        pages, row = _statement(proof)
        files |= pages
        statements.append(row)
    tables = "\n".join(
        f"## {HEADINGS.get(name, name.capitalize())}\n\n{TABLE}\n" + "\n".join(rows) + "\n"
        for name, rows in parts.items()
    )
    files["README.md"] = "\n".join([HEAD, *comparisons, tables, *statements, ""])
    return files


def _title(page: Page) -> str:
    title: str = page.front["title"].value["en"].value
    return title


def _comparison(path: Path, page: Page, found: dict[str, Compared]) -> str:
    """A comparison's section in the index: its picture, and where each rule ends."""
    drawn = path.with_suffix(".svg").name
    source = f"[The page](../{PAGES.name}/{path.name})"
    if read_certify(page) is None:
        shown = "The path of each rule over the level sets of the function"
        told, head, row = f"{source}, run by `symopt compare` in float64.\n", COMPARED, _ending
    else:
        shown = "The right digits of each rule's float64 path, step by step"
        told, head, row = (
            f"{source}, run by `symopt compare`.\n\n{STORY}",
            CERTIFIED,
            _certified_ending,
        )
    rows = [row(name, one) for name, one in found.items()]
    return "\n".join([f"## {_title(page)}\n", told, f"![{shown}]({drawn})\n", head, *rows, ""])


def _ending(name: str, one: Compared) -> str:
    end = ", ".join(f"{x:.6g}" for x in one.end)
    return f"| {name} | {_parameters(one)} | {one.steps} | ({end}) | {one.loss:.6g} |"


def _certified_ending(name: str, one: Compared) -> str:
    end, true = ", ".join(f"{x:.10g}" for x in one.end), ", ".join(one.certified.texts[-1])
    return f"| {name} | {_parameters(one)} | {one.steps} | ({end}) | ({true}) | {one.right[-1]} |"


def _parameters(one: Compared) -> str:
    values = one.setting.values.items()
    return ", ".join(f"{parameter} {float(value):g}" for parameter, value in values)


def _statement(proof: Proof) -> tuple[dict[str, str], str]:
    """A statement's page with its pictures, by their names, and its line in the index."""
    name, document = proof.statement.name, statement_document(proof)
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    drawn = [f"{name}-{number}.svg" for number in range(1, len(figures) + 1)]
    files = {f"{BOOK}/{name}.md": to_markdown(document, pictures=drawn)}
    for file, figure in zip(drawn, figures, strict=True):
        files[f"{BOOK}/{file}"] = to_svg(figure.drawing, label=plain("en")(figure.message))
    source = f"[source](../{PAGES.name}/{BOOK}/{name}.md)"
    title = proof.statement.title["en"]
    row = f"| [{title}]({BOOK}/{name}.md) | {proof.status} | {len([*proof.links])} | {source} |"
    return files, row


def _row(path: Path, solution: Solution) -> str:
    """A page's line in the index: where it ends, and its source."""
    title = _title(open_page(path))
    rule, last = solution.setting.rule.name, len(solution) - 1
    end = ", ".join(f"{float(value):.6g}" for value in solution[last].theta)
    source = f"[source](../{PAGES.name}/{path.name})"
    return f"| [{title}]({path.name}) | {rule} | {last} | ({end}) | {source} |"


def main() -> None:
    """Write the gallery, and drop what no page renders to any more."""
    files = gallery()
    for stale in (*HERE.rglob("*.md"), *HERE.rglob("*.svg")):
        if stale.relative_to(HERE).as_posix() not in files:
            stale.unlink()
    (HERE / BOOK).mkdir(exist_ok=True)
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
