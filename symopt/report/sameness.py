"""The claim that two rules are the same, or part: the map, what it keeps, a witness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, sympify

from symopt.decide.verdict import Status
from symopt.derive.same.equivalence import Equivalence
from symopt.derive.same.replay import Witness
from symopt.notation.latex import write_latex
from symopt.notation.tree import Name
from symopt.report.document import Block, Chain, Math, Message, Part, Prose
from symopt.report.latex import name_latex, spelled_latex
from symopt.rule import parameter
from symopt.spelling import name_of

SAME: Mapping[Status, Message] = {
    "proved": Message("{second} does what {first} does."),
    "refuted": Message("{second} does not do what {first} does."),
    "undecided": Message("Whether {second} does what {first} does is not settled."),
}
TWICE: Mapping[Status, Message] = {
    "proved": Message("{second} does the same in a second run."),
    "refuted": Message("{second} does not do the same in a second run."),
    "undecided": Message("Whether {second} does the same in a second run is not settled."),
}
ON_FUNCTION = Message(
    "A run that shows it, on {function} from {start} with {values}: after step {step} "
    "{quantity} is {left}, not {right}."
)
WITH_GRADIENTS = Message(
    "A run that shows it, from {start} with the gradients {gradients} and {values}: after step "
    "{step} {quantity} is {left}, not {right}."
)


def sameness(found: Equivalence) -> Iterator[Block]:
    """The rules, the parameters and the map; or where the rules part."""
    names: dict[str, Part] = {"first": found.first.name, "second": found.second.name}
    sentences = TWICE if found.first is found.second else SAME
    yield Prose(replace(sentences[found.status], parts=names))
    alike = all(value == parameter(name) for name, value in found.where.items())
    if found.witness is not None and found.where and alike and not found.fixed:
        yield Prose(Message("Both have the same parameters."))
    yield from _circumstances(found)
    if found.witness is not None:
        yield Prose(_parting(found.witness))
        return
    yield Prose(Message("Written with primes, the quantities of {second} are:", names))
    for name, value in found.where.items():
        if name not in found.fixed and value != parameter(name):
            yield Chain(_primed(name_of(name)), (("=", spelled_latex(value)),))
    for name, image in (found.state_map or {}).items():
        yield Chain(_primed(name_of(name, "t-1")), (("=", spelled_latex(image)),))


def _circumstances(found: Equivalence) -> Iterator[Block]:
    """Values of parameters, and what each rule sees."""
    if found.fixed:
        values = tuple(Math(_set(name, value)) for name, value in found.fixed.items())
        yield Prose(Message("Both have {values}.", {"values": values}))
    if found.gradient != 1:
        parts: dict[str, Part] = {"second": found.second.name}
        parts["factor"] = Math(spelled_latex(found.gradient))
        yield Prose(Message("The gradients of {second} are larger by the factor {factor}.", parts))
    if found.varying:
        changing = tuple(Math(name_latex(name)) for name in found.varying)
        yield Prose(Message("From step to step, {names} may change.", {"names": changing}))


def _parting(witness: Witness) -> Message:
    """A run from the initial state in which the rules part."""
    parts: dict[str, Part] = {
        "start": Math(_row(witness.start)),
        "values": tuple(Math(_set(name, value)) for name, value in witness.constants.items()),
        "step": witness.step,
        "quantity": Math(name_latex(witness.quantity)),
        "left": witness.left,
        "right": witness.right,
    }
    if isinstance(witness.problem, Expr):
        function = {"function": Math(spelled_latex(witness.problem))}
        return replace(ON_FUNCTION, parts={**parts, **function})
    gradients = {"gradients": tuple(Math(_row(gradient)) for gradient in witness.problem)}
    return replace(WITH_GRADIENTS, parts={**parts, **gradients})


def _set(name: str, value: Expr) -> str:
    return f"{name_latex(name)} = {spelled_latex(value)}"


def _primed(name: Name) -> str:
    return write_latex(replace(name, marks=(*name.marks, "prime")))


def _row(values: Sequence[Any]) -> str:
    return rf"\left({', '.join(spelled_latex(sympify(value)) for value in values)}\right)"
