"""The fence `induction`: closed forms of what a rule carries, for every t >= 0, all together.

    ```induction
    name: unrolled
    claim: m_t = (1 - β) sum(β^(t-k) g_k, k, 1, t)
    ```

They hold at t = 0, and if they hold at t - 1 a step of the rule makes them hold at t. A name makes
the one form that stands under `claim` a result for later pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from sympy import Expr

from symopt.decide.defined import defined
from symopt.derive.chains import Sides, read_rows
from symopt.derive.claim import Claim, Claimed
from symopt.derive.judge import Link, judge
from symopt.derive.unrolled import TIME, Unrolled
from symopt.errors import InputError
from symopt.notation.from_sympy import number_tree
from symopt.notation.latex import substitute
from symopt.notation.tree import Binary, Name, Node, key
from symopt.page import Entry
from symopt.rule import STEP, before
from symopt.spelling import general_tree, name_of

TRIED = 3  # steps, where there is neither a proof nor a refutation
UNREACHED = "the step depends on what else the rule carries, of which no closed form is claimed"
UNDEFINED = "the closed form is not proved to have a value for every t >= 0"


@dataclass(frozen=True)
class ClosedForms:
    """What an induction is about: names at step t, and their closed forms, as typed."""

    pairs: tuple[tuple[Node, Node], ...]


def induction(claim: Claim) -> Claimed:
    """That closed forms hold for every t, each by its start and its step.

    A step is judged where both its sides have a value: so a form must have one for every t >= 0.
    """
    claim.only("name", "claim")
    entry, unrolled = claim.entry("claim"), claim.vocabulary.unrolled
    if unrolled is None:
        raise InputError("an induction needs a rule", place=entry.place, hint="add 'rule: …'")
    parts = entry.parts
    forms: dict[str, Sides] = {}
    for part in parts:
        sides = read_rows([(part.text("claim"), part.place)], claim.vocabulary)
        name = _carried(sides, claim, part)
        if name in forms:
            raise InputError(f"'{name}' is given twice", place=part.place)
        if sides.values[1].free_symbols & claim.vocabulary.carried:
            message = "a closed form can't hold what the step began with"
            raise InputError(message, place=part.place, hint="write it in t and the gradients")
        forms[name] = sides
    last = {before(name): form.values[1].subs(TIME, TIME - 1) for name, form in forms.items()}
    shown = {key(name_of(name, "t-1")): _shifted(form.typed[1]) for name, form in forms.items()}
    links, assuming = [], claim.statement.assumptions
    for name, form in forms.items():
        first = judge(unrolled.initial(name), "=", form.values[1].subs(TIME, 0), assuming=assuming)
        step = unrolled.in_general(name).xreplace(last)
        second = judge(step, "=", form.values[1], assuming=assuming)
        if second.status == "refuted" and step.free_symbols & claim.vocabulary.carried:
            second = replace(second, status="undecided", evidence=(UNREACHED,), witness=None)
        if second.status == "proved" and not _always_defined(form.values[1], assuming):
            second = replace(second, status="undecided", evidence=(UNDEFINED,))
        line = next(line for line in unrolled.rule.lines if line.left == name)
        put_in = substitute(general_tree(unrolled.rule, line), shown)
        links += [
            Link(unrolled.initial(name), "=", _at_step(form.typed[1], 0), first, "t = 0"),
            Link(put_in, "=", form.typed[1], second, "t - 1 → t"),
        ]
    if "refuted" not in (found := {link.verdict.status for link in links}) and found != {"proved"}:
        links += _counterexample(forms, unrolled, assuming)
    given = claim.fence.entries.get("name")
    results = {}
    if given is not None and len(forms) == 1:
        (form,) = forms.values()
        head = form.typed[0]
        results[given.text("name")] = (key(head) if isinstance(head, Name) else "", form.values[1])
    pairs = tuple((form.typed[0], form.typed[1]) for form in forms.values())
    return Claimed(tuple(links), ClosedForms(pairs), results)


def _always_defined(form: Expr, assuming: Mapping[str, str]) -> bool:
    """Whether a closed form has a value for every t >= 0."""
    return defined(form, assuming={**assuming, STEP.name: "integer >= 0"})


def _carried(sides: Sides, claim: Claim, entry: Entry) -> str:
    """The quantity that `m_t = …` is about."""
    head = sides.typed[0]
    name = claim.vocabulary.carried_at_t.get(key(head)) if isinstance(head, Name) else None
    if name is not None and sides.relations == ("=",):
        return name
    raise InputError(
        "an induction must be about a carried quantity at step t",
        place=entry.place,
        hint="write 'm_t = …'",
    )


def _counterexample(
    forms: Mapping[str, Sides], unrolled: Unrolled, assuming: Mapping[str, str]
) -> Iterator[Link]:
    """The first step at which a closed form certainly is not what the rule carries."""
    for step, name in product(range(1, TRIED + 1), forms):
        value, claimed = unrolled.at(name, step), forms[name].values[1].subs(TIME, step)
        verdict = judge(value, "=", claimed, assuming=assuming)
        if verdict.status == "refuted":
            yield Link(value, "=", _at_step(forms[name].typed[1], step), verdict, f"t = {step}")
            return


def _at_step(tree: Node, step: int) -> Node:
    """A closed form as written, at a step."""
    return substitute(tree, {STEP.name: number_tree(step)})


def _shifted(tree: Node) -> Node:
    """A closed form as written, one step earlier."""
    return substitute(tree, {STEP.name: Binary("-", Name(STEP.name), number_tree(1), "-")})
