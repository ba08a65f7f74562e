"""The floors of the house: imports only go down, inside functions too."""

import ast
from pathlib import Path

import pytest

import symopt

FLOORS = [
    {"errors", "display"},
    {"numbers"},
    {"notation"},
    {"decide"},
    {"parameter", "rule", "objective", "page"},
    {"rules"},
    {"equations", "setting", "front_matter", "spelling"},
    {"run", "reading"},
    {"derive", "audit", "network"},
    {"marking"},
    {"report"},
    {"problem"},
    {"cli"},
    {"__init__", "__main__"},
]
HEIGHT = {name: height for height, floor in enumerate(FLOORS) for name in floor}
ROOT = Path(symopt.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))


def floor_of(path):
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported(tree):
    """The floors that a module's source imports from, whichever way it writes it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            names = [f"{module}.{a.name}" for a in node.names] if module == "symopt" else [module]
        else:
            continue
        for name in names:
            if name.startswith("symopt."):
                yield name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_only_go_down(path):
    here = floor_of(path)
    assert here in HEIGHT, f"'{here}' has no floor"
    for there in imported(ast.parse(path.read_text(encoding="utf-8"))):
        assert there == here or HEIGHT[there] < HEIGHT[here] or _beside(here, there)


def _beside(here, there):
    """Single files of one floor may know each other."""
    return HEIGHT[here] == HEIGHT[there] and not (ROOT / here).is_dir()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_outgrows_a_reader(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_the_test_sees_an_import_that_goes_up():
    tree = ast.parse("def f():\n    from symopt.cli import main\n")
    assert list(imported(tree)) == ["cli"]
    assert HEIGHT["cli"] > HEIGHT["rule"]
