"""How a mistake is declared: its code, its sentence in each language, and what it would give.

    @rewriting("root-missing", en="the root of {was} is not taken", ko="…")
    def root_missing(node, case):
        match node:
            case Call(function="sqrt", arguments=(radicand,)):
                yield radicand

A rewriting says what may stand at a place of a tree instead; it is made at each place in turn, and
at all of them. A mistake that is no rewriting yields its variants itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias

from symopt.marking.evaluate import Value
from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.replay import Gradient
from symopt.marking.mistakes.shapes import everywhere, places
from symopt.notation.tree import Node

Kind: TypeAlias = Literal["line", "arithmetic"]
Rewriting: TypeAlias = Callable[[Node, Case], Iterator[Node]]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to make a mistake: the tree or the value that comes out of it.

    `was` stands in the right working where the mistake put `now`; `gradient` is what the mistake
    took for ∇f; `fields` are further words for the sentence.
    """

    result: Node | Value
    was: Node | None = None
    now: Node | None = None
    gradient: Gradient | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A known mistake; `on` says whether it is made in a rule's line, in arithmetic, or both.

    `upstream`: it may have been made in an earlier line of the step, of which nothing is written.
    `vague`: it says little, and is named only where nothing else fits.
    """

    code: str
    texts: Mapping[str, str]
    variants: Callable[[Case], Iterator[Variant]]
    on: frozenset[Kind]
    upstream: bool = True
    vague: bool = False


Declared: TypeAlias = Callable[[Case], Iterator[Variant]]
LIBRARY: list[Mistake] = []
"""All known mistakes, the simplest and likeliest first."""


def mistake(
    code: str,
    *,
    en: str,
    ko: str,
    on: tuple[Kind, ...] = ("line",),
    upstream: bool = True,
    vague: bool = False,
) -> Callable[[Declared], Declared]:
    """Declare a mistake by its variants; the options are those of `Mistake`."""

    def declare(variants: Declared) -> Declared:
        LIBRARY.append(
            Mistake(
                code=code,
                texts={"en": en, "ko": ko},
                variants=variants,
                on=frozenset(on),
                upstream=upstream,
                vague=vague,
            )
        )
        return variants

    return declare


def rewriting(
    code: str,
    *,
    en: str,
    ko: str,
    on: tuple[Kind, ...] = ("line",),
    upstream: bool = True,
    vague: bool = False,
) -> Callable[[Rewriting], Rewriting]:
    """Declare a mistake by what it puts at a place of the tree."""

    def declare(change: Rewriting) -> Rewriting:
        variants = partial(_rewritten, change)
        mistake(code, en=en, ko=ko, on=on, upstream=upstream, vague=vague)(variants)
        return change

    return declare


def _rewritten(change: Rewriting, case: Case) -> Iterator[Variant]:
    """The change made at each place in turn, then at all of them."""
    singles = [
        Variant(result=put(now), was=was, now=now)
        for was, put in places(case.tree)
        for now in change(was, case)
    ]
    yield from singles
    if len(singles) > 1:
        tree = everywhere(case.tree, lambda node: change(node, case))
        yield Variant(result=tree, was=singles[0].was, now=singles[0].now)
