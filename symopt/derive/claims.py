"""Claims that no single chain can make: what the fences of a statement may hold, by their kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sympy import Expr

from symopt.derive.body import Fence
from symopt.derive.chains import Sides, read_rows
from symopt.derive.judge import Link, judge
from symopt.derive.statement import Statement
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import InputError
from symopt.notation.from_sympy import number_tree
from symopt.notation.latex import substitute
from symopt.notation.tree import Binary, Name, Node, key
from symopt.page import Entry
from symopt.parameter import did_you_mean
from symopt.rule import STEP, before
from symopt.spelling import general_tree, name_of


@dataclass(frozen=True)
class Claimed:
    """What came of a claim: its links, and the names it has settled for later pages."""

    links: tuple[Link, ...]
    results: Mapping[str, tuple[str, Expr]] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A fence on a page, with what its names mean there."""

    fence: Fence
    statement: Statement
    vocabulary: Vocabulary

    def entry(self, name: str) -> Entry:
        """The value under a name that must be there."""
        if name not in self.fence.entries:
            raise InputError(
                f"'{name}' is missing in this claim",
                place=self.fence.place,
                hint=f"add a line '{name}: …'",
            )
        return self.fence.entries[name]

    def only(self, *names: str) -> None:
        """Refuse what the claim's kind does not know."""
        for name, entry in self.fence.entries.items():
            if name not in names:
                hint = did_you_mean(name, names)
                raise InputError(f"unknown name '{name}'", place=entry.place, hint=hint)


def judge_claim(claim: Claim) -> Claimed:
    """Judge a claim of any kind; `InputError` for a kind that is none."""
    kind = CLAIMS.get(claim.fence.kind)
    if kind is None:
        raise InputError(
            f"unknown kind of claim '{claim.fence.kind}'",
            place=claim.fence.place,
            hint=did_you_mean(claim.fence.kind, CLAIMS),
        )
    return kind(claim)


def induction(claim: Claim) -> Claimed:
    """Closed forms of what the rule carries, for every t >= 0, all together.

    ```induction
    name: unrolled
    claim: [m_t = (1 - β) sum(β^(t-k) g_k, k, 1, t)]
    ```

    They hold at t = 0, and if they hold at t - 1 a step of the rule makes them hold at t.
    """
    claim.only("name", "claim")
    entry, unrolled = claim.entry("claim"), claim.statement.unrolled
    if unrolled is None:
        raise InputError("an induction needs a rule", place=entry.place, hint="add 'rule: …'")
    parts = entry.value if isinstance(entry.value, tuple) else (entry,)
    forms: dict[str, Sides] = {}
    for part in parts:
        sides = read_rows([(part.text("claim"), part.place)], claim.vocabulary)
        forms[_carried(sides, claim, part)] = sides
    last = {before(name): form.values[1].subs(STEP, STEP - 1) for name, form in forms.items()}
    shown = {key(name_of(name, "t-1")): _shifted(form.typed[1]) for name, form in forms.items()}
    links, assuming = [], claim.statement.assumptions
    for name, form in forms.items():
        first = judge(unrolled.initial(name), "=", form.values[1].subs(STEP, 0), assuming=assuming)
        step = unrolled.in_general(name).xreplace(last)
        second = judge(step, "=", form.values[1], assuming=assuming)
        line = next(line for line in unrolled.rule.lines if line.left == name)
        put_in = substitute(general_tree(unrolled.rule, line), shown)
        links += [
            Link(unrolled.initial(name), "=", _started(form.typed[1]), first, "t = 0"),
            Link(put_in, "=", form.typed[1], second, "t - 1 → t"),
        ]
    given = claim.fence.entries.get("name")
    results = {}
    if given is not None and len(forms) == 1:
        (form,) = forms.values()
        head = form.typed[0]
        results[given.text("name")] = (key(head) if isinstance(head, Name) else "", form.values[1])
    return Claimed(tuple(links), results)


def _carried(sides: Sides, claim: Claim, entry: Entry) -> str:
    """The quantity that `m_t = …` is about."""
    head = sides.typed[0]
    known = claim.vocabulary.quantities
    if isinstance(head, Name) and sides.relations == ("=",) and head.index[-1:] == ("t",):
        name = known.get(key(Name(head.base, head.marks, head.index[:-1])))
        rule = claim.statement.unrolled
        if name is not None and rule is not None and name in rule.rule.carried:
            return name
    raise InputError(
        "an induction must be about a carried quantity at step t",
        place=entry.place,
        hint="write 'm_t = …'",
    )


def _started(tree: Node) -> Node:
    """A closed form as written, at t = 0."""
    return substitute(tree, {STEP.name: number_tree(0)})


def _shifted(tree: Node) -> Node:
    """A closed form as written, one step earlier."""
    return substitute(tree, {STEP.name: Binary("-", Name(STEP.name), number_tree(1), "-")})


CLAIMS: Mapping[str, Callable[[Claim], Claimed]] = {"induction": induction}
