"""Exact numbers: reals as shared graphs with proved signs, and Arb balls."""

from symopt.numbers.ball import decimal, precision
from symopt.numbers.exact import Field, Real, from_sympy

__all__ = ["Field", "Real", "decimal", "from_sympy", "precision"]
