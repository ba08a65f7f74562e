"""Slips made on purpose: a setting, a claimed quantity, and a wrong value written for it."""

import sys
from functools import cache

import pytest
from flint import fmpq

from symopt.marking.compare import compare
from symopt.marking.evaluate import Evaluator
from symopt.marking.mistakes.numerals import rounded
from symopt.marking.reference import Reference
from symopt.marking.slip import Slip
from symopt.notation.from_sympy import from_sympy as tree_of
from symopt.notation.read import read_expression
from symopt.notation.tree import Name, Negative, Number, Vector
from symopt.numbers import from_sympy
from symopt.reading.names import Parameter, Quantity, StepNumber, meaning
from tests.conftest import make_setting

LONGEST = 60  # characters that somebody may write by hand


@pytest.fixture(scope="session")
def slips():
    """What makes slips: `author(objective, start, rule, **more)`, `exactly`, `in_decimals`."""
    return sys.modules[__name__]


@cache
def author(objective, start, rule, **more):
    """An author on the page that states this problem."""
    return Author(make_setting(objective, start, rule, **({"steps": 3} | more)))


class Author:
    """Someone whose earlier numbers are all right, working on one page."""

    def __init__(self, setting):
        self.setting = setting
        self.reference = Reference(setting)
        self.values = {}

    def evaluator(self, step):
        return Evaluator(
            self.reference.field,
            lambda name: self._known(name, step),
            lambda point: self.reference.gradient(point, step),
            self.reference.objective,
        )

    def _known(self, name, step):
        if (name, step) not in self.values:
            self.values[name, step] = self._value(name, step)
        return self.values[name, step]

    def _value(self, name, step):
        match meaning(name, self.setting, step):
            case Parameter(name=parameter):
                return from_sympy(self.setting.values[parameter], self.reference.field)
            case StepNumber(step=number):
                return self.reference.field.rational(number)
            case Quantity(name=quantity, step=at, component=component):
                values = self.reference.value(quantity, at)
                if values is None or component is not None:
                    return values and values[component]
                return values if len(values) > 1 else values[0]
        return None

    def slip(self, left, right, *, approximately=False):
        """A link between two sides, given as texts or trees."""
        left, right = (read_expression(s) if isinstance(s, str) else s for s in (left, right))
        claimed = meaning(left, self.setting, None) if isinstance(left, Name) else None
        quantity = claimed if isinstance(claimed, Quantity) else None
        step = quantity.step if quantity else None
        evaluate = self.evaluator(step).value
        written = evaluate(right)

        def agrees(value):
            found = compare(value, written, right, rounded=approximately, claimed=True)
            return found.status in ("proved", "rounded")

        return Slip(
            setting=self.setting,
            quantity=quantity,
            step=step,
            left=left,
            right=right,
            evaluate=evaluate,
            agrees=agrees,
        )


def exactly(value):
    """A value written out exactly; None where nobody would."""
    if isinstance(value, tuple):
        parts = [exactly(part) for part in value]
        return None if None in parts else Vector(tuple(parts))
    expression = value.to_sympy()
    return tree_of(expression) if len(str(expression)) <= LONGEST else None


def in_decimals(value, places):
    """A value written with so many decimals."""
    if isinstance(value, tuple):
        return Vector(tuple(in_decimals(part, places) for part in value))
    whole = rounded(value, places)
    text = str(abs(whole)).rjust(places + 1, "0")
    literal = Number(
        f"{text[:-places]}.{text[-places:]}", fmpq(abs(whole)) / fmpq(10) ** places, places
    )
    return Negative(literal) if whole < 0 else literal
