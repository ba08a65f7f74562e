"""Words before a quantity: `velocity v_1 = -1` is about v_1, and `t = 2:` names a step."""

from __future__ import annotations

from dataclasses import replace

from symopt.notation.tree import Binary, Call, Name, Node, Number, key
from symopt.reading.names import SOME_STEP, FunctionOf, Quantity, call_meaning, meaning
from symopt.reading.statement import Statement
from symopt.reading.synonyms import TIMES
from symopt.setting import Setting

GRADIENT_LABELS = frozenset({"grad", "gradient", "nabla"})
LABELS = frozenset(
    "velocity momentum moment average mean loss cost objective value point position weight weights "
    "parameter iterate bias initial starting current updated rate learning first second".split()
)


def is_step_label(statement: Statement, setting: Setting) -> bool:
    """Whether a chain only names a step, t = 2, and claims nothing."""
    first, *others = statement.chain.sides
    named = isinstance(first, Name) and key(first) in TIMES
    numbered = all(isinstance(side, Number) and side.value.q == 1 for side in others)
    known = isinstance(first, Name) and isinstance(meaning(first, setting, SOME_STEP), Quantity)
    return named and numbered and not known


def without_label(statement: Statement, setting: Setting) -> Statement:
    """The statement without a word that only names what comes behind it.

    A letter, an abbreviation that means something else or any other word may be a factor.
    """
    first = statement.chain.sides[0]
    named = _named(first, setting)
    if named is None:
        return statement
    node, text, column, line = statement.typed_sides[0]
    begin = named.span.start - node.span.start
    typed = (named, text[begin:].strip(), column + begin, line)
    sides = (typed, *statement.typed_sides[1:])
    chain = replace(statement.chain, sides=(named, *statement.chain.sides[1:]))
    return replace(statement, chain=chain, typed_sides=sides)


def _named(first: Node, setting: Setting) -> Node | None:
    """What stands behind a word that is no factor."""
    match first:
        case Binary(operator="*", written="", left=Name(index=(), marks=()) as word, right=right):
            if not isinstance(right, Name | Call) or not word.base.isalpha():
                return None
            if word.base.lower() in GRADIENT_LABELS:
                return _gradient_of(right, setting) if isinstance(right, Call) else right
            if word.base.lower() in LABELS:
                return right
            said = _subject(word, setting)
            same = isinstance(right, Name) and said == _subject(right, setting)
            return right if said is not None and same else None
        case _:
            return None


def _gradient_of(call: Call, setting: Setting) -> Node | None:
    """`grad f(x, y)` is ∇f(x, y)."""
    of_function = isinstance(call_meaning(call, setting), FunctionOf)
    return Call("grad", call.arguments, call.span) if of_function else None


def _subject(name: Name, setting: Setting) -> object:
    """What a name is about, whatever the step."""
    found = meaning(name, setting, SOME_STEP)
    return found.name if isinstance(found, Quantity) else found
