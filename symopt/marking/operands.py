"""Working in which operands of a formula stand rounded: 1.34/(1 - 0.997) for v/(1 - β₂³)."""

from __future__ import annotations

from collections.abc import Callable

from symopt.marking.compare import half_unit, within
from symopt.marking.evaluate import Value
from symopt.notation.tree import Binary, Call, Negative, Node, Number, Positive

Meaning = Callable[[Node], Value]


def operands_rounded(meant: Node, written: Node, value: Meaning, typed: Meaning) -> bool:
    """Whether `written` is `meant` with some of its parts replaced by their rounded values.

    `value` gives the parts of `meant` their values, `typed` those of `written`.
    """
    half = half_unit(written)
    whole = not (isinstance(written, Number) and written.truncated)
    if half is not None and whole and within(value(meant), typed(written), half):
        return True
    match meant, written:
        case Binary(operator=one, left=a, right=b), Binary(operator=other, left=c, right=d):
            if one == other and all(
                operands_rounded(m, w, value, typed) for m, w in ((a, c), (b, d))
            ):
                return True
        case (Negative(operand=a), Negative(operand=c)) | (
            Positive(operand=a),
            Positive(operand=c),
        ):
            return operands_rounded(a, c, value, typed)
        case Call(function=one, arguments=a), Call(function=other, arguments=c):
            if one == other and len(a) == len(c):
                return all(operands_rounded(m, w, value, typed) for m, w in zip(a, c, strict=True))
    return _same(value(meant), typed(written))


def _same(one: Value, other: Value) -> bool:
    ones = one if isinstance(one, tuple) else (one,)
    others = other if isinstance(other, tuple) else (other,)
    return len(ones) == len(others) and all(a.equals(b) for a, b in zip(ones, others, strict=True))
