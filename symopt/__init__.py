"""Symbolic derivation and verification of gradient-based optimizers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symopt import display

if TYPE_CHECKING:
    from symopt import rules as rules
    from symopt.decide import equal as equal
    from symopt.decide import sign as sign
    from symopt.marking import check as check
    from symopt.problem import Problem as Problem
    from symopt.problem import Solution as Solution
    from symopt.run.floats.update import update as update

_HOMES = {
    "Problem": "problem",
    "Solution": "problem",
    "check": "marking",
    "equal": "decide",
    "sign": "decide",
    "update": "run.floats.update",
}
_MODULES = {"rules", "errors"}

__all__ = ["Problem", "Solution", "check", "equal", "rules", "sign", "update"]


def _report(value: object, form: str) -> str:
    from symopt.report.display import report

    return report(value, form)


display.maker = _report


def __getattr__(name: str) -> Any:
    """Import on first use, so that the command answers `--help` without SymPy."""
    if name in _HOMES:
        return getattr(import_module(f"symopt.{_HOMES[name]}"), name)
    if name in _MODULES:
        return import_module(f"symopt.{name}")
    raise AttributeError(f"module 'symopt' has no attribute '{name}'")
