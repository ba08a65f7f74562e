"""Reading what is known about one variable: text, a SymPy set, a relation, a symbol's own facts."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import reduce
from operator import and_

import sympy as sp
from sympy.core.relational import Relational

from symopt.decide.interval import INTEGERS, REALS, Interval, at_least, at_most, exactly
from symopt.errors import InputError

LONGEST = 200
NUMBER = r"[+-]?(?:\d{1,40}/\d{1,40}|\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})"
INFINITE = r"[+-]?(?:oo|inf|infinity|∞)"
BOUNDS = re.compile(
    rf"(?:in|∈)?\s*(?P<left>[\[(])\s*(?P<low>{NUMBER}|{INFINITE})\s*,"
    rf"\s*(?P<high>{NUMBER}|{INFINITE})\s*(?P<right>[\])])"
)
COMPARISON = re.compile(rf"(?P<sign>>=|<=|!=|≥|≤|≠|>|<|==|=)\s*(?P<bound>{NUMBER})")
WORD = re.compile(r"[a-z][a-z-]*")
WORDS = {
    "real": REALS,
    "number": REALS,
    "integer": INTEGERS,
    "natural": INTEGERS & at_least(1),
    "positive": at_least(0, strict=True),
    "negative": at_most(0, strict=True),
    "nonnegative": at_least(0),
    "non-negative": at_least(0),
    "nonpositive": at_most(0),
    "non-positive": at_most(0),
    "nonzero": Interval(nonzero=True),
    "non-zero": Interval(nonzero=True),
}
UPPER_NAME = re.compile(r",\s*(?!(?:oo|inf|infinity)\b)(?P<name>[^\W\d]\w*)\s*\]")
JOINTS = re.compile(r"(?:\s|,|;|\band\b)+")
WAY_OUT = (
    "write '(0, 1)', '>= 0', '!= 0', 'positive', 'integer' or several of them, as in 'integer >= 1'"
)


def read_assumption(name: str, given: object) -> Interval:
    """The interval that `given` states for the variable `name`; else an InputError."""
    if isinstance(given, Interval):
        return given
    if isinstance(given, str):
        return read_text(name, given)
    if isinstance(given, sp.Set):
        return read_set(name, given)
    if isinstance(given, (Relational, sp.And)) or given in (sp.true, sp.false):
        return read_relation(name, given)
    raise _unreadable(name, given)


def _unreadable(name: str, given: object) -> InputError:
    shown = str(given)[:LONGEST]
    return InputError(f"the assumption on '{name}' can't be read (got '{shown}')", hint=WAY_OUT)


def read_text(name: str, text: str) -> Interval:
    """Read a phrase such as '(0, 1)', '>= 0', 'positive integer' or 'integer and > 2'."""
    if len(text) > LONGEST:
        raise _unreadable(name, text)
    # The variable's own name in front is welcome: 'v >= 0', 'beta in (0, 1)'.
    rest = text.strip().removeprefix(name).strip() if text.strip() != name else ""
    found = REALS
    if not rest:
        raise _unreadable(name, text)
    while rest:
        if joint := JOINTS.match(rest):
            rest = rest[joint.end() :]
        elif match := BOUNDS.match(rest):
            found &= _between(match)
            rest = rest[match.end() :]
        elif match := COMPARISON.match(rest):
            found &= _compared(match["sign"], Fraction(match["bound"]))
            rest = rest[match.end() :]
        elif (match := WORD.match(rest.lower())) and match[0] in WORDS:
            found &= WORDS[match[0]]
            rest = rest[match.end() :]
        else:
            raise _unreadable(name, text)
    return found


def without_upper_name(given: object) -> tuple[object, str | None]:
    """What is given, and the variable that is its upper bound, as in 'integer in [1, n]'."""
    match = UPPER_NAME.search(given[:LONGEST]) if isinstance(given, str) else None
    if match is None or not isinstance(given, str):
        return given, None
    return f"{given[: match.start()]}, oo){given[match.end() :]}", match["name"]


def _between(match: re.Match[str]) -> Interval:
    low, high = (_bound(match[end]) for end in ("low", "high"))
    return Interval(
        lower=low,
        upper=high,
        lower_open=low is not None and match["left"] == "(",
        upper_open=high is not None and match["right"] == ")",
    )


def _bound(text: str) -> Fraction | None:
    return None if re.fullmatch(INFINITE, text) else Fraction(text)


def _compared(sign: str, bound: Fraction) -> Interval:
    match sign:
        case ">" | ">=" | "≥":
            return at_least(bound, strict=sign == ">")
        case "<" | "<=" | "≤":
            return at_most(bound, strict=sign == "<")
        case "=" | "==":
            return exactly(bound)
    if bound != 0:
        raise InputError(f"only '!= 0' can be assumed (got '!= {bound}')", hint=WAY_OUT)
    return Interval(nonzero=True)


def read_set(name: str, given: sp.Set) -> Interval:
    """Read SymPy's Reals, Integers, Naturals, Naturals0, Interval, or an intersection of them."""
    plain = {
        sp.S.Reals: REALS,
        sp.S.Integers: INTEGERS,
        sp.S.Naturals: INTEGERS & at_least(1),
        sp.S.Naturals0: INTEGERS & at_least(0),
    }
    if given in plain:
        return plain[given]
    if isinstance(given, sp.Interval):
        ends = [_end(name, end) for end in (given.start, given.end)]
        return Interval(
            lower=ends[0],
            upper=ends[1],
            lower_open=ends[0] is not None and bool(given.left_open),
            upper_open=ends[1] is not None and bool(given.right_open),
        )
    if isinstance(given, sp.Range) and given.step == 1:
        last = None if given.stop.is_infinite else given.stop - 1
        return INTEGERS & Interval(lower=_end(name, given.start), upper=_end(name, last))
    if isinstance(given, sp.FiniteSet) and len(given) == 1:
        return exactly(_rational(name, given.args[0]))
    if isinstance(given, sp.Intersection):
        return reduce(and_, (read_set(name, part) for part in given.args))
    raise _unreadable(name, given)


def _end(name: str, end: sp.Expr | None) -> Fraction | None:
    return None if end is None or end.is_infinite else _rational(name, end)


def _rational(name: str, value: sp.Expr) -> Fraction:
    if not isinstance(value, sp.Rational):
        raise InputError(f"a bound on '{name}' must be a rational number (got '{value}')")
    return Fraction(int(value.p), int(value.q))


def read_relation(name: str, given: object) -> Interval:
    """Read SymPy relations between the variable alone and a rational number."""
    if given is sp.true:
        return REALS
    if isinstance(given, sp.And):
        return reduce(and_, (read_relation(name, part) for part in given.args))
    if isinstance(given, Relational):
        relation = given if isinstance(given.lhs, sp.Symbol) else given.reversed
        if isinstance(relation.lhs, sp.Symbol) and relation.lhs.name == name:
            sign = "=" if relation.rel_op == "==" else relation.rel_op
            return _compared(sign, _rational(name, relation.rhs))
    raise _unreadable(name, given)


def of_symbol(symbol: sp.Symbol) -> Interval:
    """What the symbol's own SymPy assumptions say; a symbol that can't be real is an InputError."""
    if symbol.is_commutative is False or symbol.is_real is False:
        raise InputError(
            f"'{symbol.name}' must stand for a real number (its assumptions say otherwise)",
            hint=f"write Symbol('{symbol.name}', real=True)",
        )
    facts = (
        (symbol.is_integer, INTEGERS),
        (symbol.is_positive, WORDS["positive"]),
        (symbol.is_negative, WORDS["negative"]),
        (symbol.is_nonnegative, WORDS["nonnegative"]),
        (symbol.is_nonpositive, WORDS["nonpositive"]),
        (symbol.is_nonzero, WORDS["nonzero"]),
        (symbol.is_zero, exactly(0)),
    )
    return reduce(and_, (interval for holds, interval in facts if holds), REALS)
