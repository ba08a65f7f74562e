"""Which known mistakes explain a refuted link: each is replayed, and named only if it fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from symopt.errors import SymoptError
from symopt.marking.evaluate import Value, parts_of
from symopt.marking.mistakes import LIBRARY, Mistake
from symopt.marking.mistakes.case import Case, cases
from symopt.marking.mistakes.declare import Variant
from symopt.marking.mistakes.numerals import significant
from symopt.marking.mistakes.replay import same
from symopt.marking.mistakes.screen import screen
from symopt.marking.mistakes.words import spell, spell_value
from symopt.marking.said import Language
from symopt.marking.slip import Slip
from symopt.marking.verdicts import Diagnosis
from symopt.notation.tree import Binary, Node, Number, Vector

MOST_NAMED = 3
MOST_FITTING = 5  # a value that more mistakes than these explain says little about its cause
FEWEST_DIGITS = 2  # that must agree for a value that is what was written only when rounded
MOST_REPLAYS = 2000

PLACES = {"en": "in {name}: {message}", "ko": "{name}에서: {message}"}
COORDINATES = {"en": "{message} (in coordinate {number})", "ko": "{message} ({number}번째 좌표)"}


def diagnose(slip: Slip, *, language: Language = "en") -> tuple[Diagnosis, ...]:
    """The mistakes that give exactly what was written, the simplest first, at most three.

    Mistakes in the claimed line come before those in earlier lines of the same step; those that
    explain every coordinate before those made in some of them; vague ones last. Where more than
    five different ones fit, or zero was written, only the first is named; where none fits, none.
    """
    found = explanations(slip)
    most = 1 if len(found) > MOST_FITTING or _vanishes(slip) else MOST_NAMED
    return tuple(Diagnosis(fit.mistake.code, fit.message(language)) for fit in found[:most])


@dataclass(frozen=True)
class Explanation:
    """A mistake that gives what was written: `value`.

    `coordinates` are those in which it was made, where that is not all of them.
    """

    case: Case
    mistake: Mistake
    variant: Variant
    value: Value
    coordinates: tuple[int, ...]

    def message(self, language: Language) -> str:
        """What happened, in one sentence."""
        text = self.mistake.texts[language].format_map(self._words())
        if self.coordinates:
            numbers = ", ".join(str(i + 1) for i in self.coordinates)
            text = COORDINATES[language].format(message=text, number=numbers)
        if self.case.downstream is not None:
            name = spell(self.case.name_at(self.case.step))
            text = PLACES[language].format(name=name, message=text)
        return text

    def _words(self) -> dict[str, str]:
        variant, case = self.variant, self.case
        words = {"value": spell_value(self.value), **variant.fields}
        if case.right is not None and "right" not in words:
            words["right"] = spell_value(case.right)
        for role, node in (("was", variant.was), ("now", variant.now)):
            if node is not None:
                words[role] = spell(node)
                words[f"{role}_is"] = self._with_value(node)
                if isinstance(node, Binary):
                    words[f"{role}_base"] = words[f"{role}_left"] = spell(node.left)
                    words[f"{role}_right"] = spell(node.right)
        return words

    def _with_value(self, node: Node) -> str:
        """m_2 = (1, 1/4)."""
        value = None if isinstance(node, Number | Vector) else self.case.replay.attempt(node)
        return spell(node) if value is None else f"{spell(node)} = {spell_value(value)}"


def explanations(slip: Slip) -> list[Explanation]:
    """All mistakes that fit, in order: of the claimed line, else of an earlier one, else vague."""
    try:
        return _explanations(slip)
    except SymoptError:
        return []


def _explanations(slip: Slip) -> list[Explanation]:
    lines = list(cases(slip))
    if not lines:
        return []
    written = _Written(lines[0])
    if written.nothing_is_wrong:
        return []
    for vague, case in product((False, True), lines):
        found: dict[str, Explanation] = {}
        for mistake, variant in islice(_variants(case, vague), MOST_REPLAYS):
            fit = written.fit(case, mistake, variant)
            if fit is not None and _better(fit, found.get(mistake.code)):
                found[mistake.code] = fit
        if found:
            return sorted(found.values(), key=written.distance)
    return []


def _better(fit: Explanation, known: Explanation | None) -> bool:
    return known is None or (bool(known.coordinates) and not fit.coordinates)


def _variants(case: Case, vague: bool) -> Iterator[tuple[Mistake, Variant]]:
    kind = "arithmetic" if case.name is None else "line"
    for mistake in LIBRARY:
        possible = kind in mistake.on and (mistake.upstream or case.downstream is None)
        if possible and mistake.vague == vague:
            for variant in mistake.variants(case):
                yield mistake, variant


class _Written:
    """What was written, compared with what mistakes give: by enclosures first, then with proof."""

    def __init__(self, case: Case):
        self.slip = case.slip
        self.screen = screen(self.slip)
        self.value = case.written
        self.right = None if case.right is None else _shaped(self.slip, case.right)
        self.nothing_is_wrong = self.right is not None and self._agrees(self.right)
        self.wrong = self._wrong_coordinates()

    def fit(self, case: Case, mistake: Mistake, variant: Variant) -> Explanation | None:
        """The mistake made in a case, if that is what was written."""
        if not self._possible(case, variant):
            return None
        value = case.outcome(variant.result, variant.gradient)
        if value is None:
            return None
        value = _shaped(self.slip, value)
        fit = self._proved(Explanation(case, mistake, variant, value, ()))
        return None if fit is None or self._rounds_in_few_digits(fit) else fit

    def _proved(self, fit: Explanation) -> Explanation | None:
        """The explanation if its value, or its part in the wrong coordinates, was written."""
        value = fit.value
        if self._agrees(value):
            return fit
        if not isinstance(value, tuple) or not isinstance(self.right, tuple):
            return None
        if self.wrong and len(value) == len(self.right):
            pairs = zip(value, self.right, strict=True)
            partly = tuple(v if i in self.wrong else w for i, (v, w) in enumerate(pairs))
            if self._agrees(partly):
                return replace(fit, value=partly, coordinates=self.wrong)
        return None

    def _rounds_in_few_digits(self, fit: Explanation) -> bool:
        """Whether so little was written that many values would round to it."""
        if self.exact(fit):
            return False
        node = self.slip.right
        nodes = node.items if isinstance(node, Vector) else (node,)
        wrong = [nodes[i] for i in self.wrong if i < len(nodes)] or nodes
        return sum(map(significant, wrong)) < FEWEST_DIGITS

    def distance(self, fit: Explanation) -> tuple[bool, bool]:
        """What holds everywhere comes first, and what needs no rounding to be what was written."""
        return bool(fit.coordinates), not self.exact(fit)

    def exact(self, fit: Explanation) -> bool:
        """Whether the value is what was written without rounding, proved."""
        value = None if self.value is None else _shaped(self.slip, self.value)
        return same(fit.value, value)

    def _possible(self, case: Case, variant: Variant) -> bool:
        """Whether enclosures leave it open that this is what was written."""
        if self.screen is None:
            return True
        rough = case.outcome(variant.result, variant.gradient, rough=True)
        return rough is None or self.screen.admits(_shaped(self.slip, rough), self.wrong)

    def _wrong_coordinates(self) -> tuple[int, ...]:
        """Which coordinates are wrong; empty where all are or where it can't be told."""
        right, written = self.right, self.value
        if not isinstance(right, tuple) or not isinstance(written, tuple):
            return ()
        if len(right) != len(written):
            return ()
        wrong = tuple(
            i
            for i in range(len(right))
            if not self._agrees((*written[:i], right[i], *written[i + 1 :]))
        )
        return wrong if len(wrong) < len(right) else ()

    def _agrees(self, value: Value) -> bool:
        if self.screen is not None and not self.screen.admits(value):
            return False
        try:
            return self.slip.agrees(value)
        except SymoptError:
            return False


def _shaped(slip: Slip, value: Value) -> Value:
    """A value in the shape of the claim: one coordinate where one is claimed."""
    if not isinstance(value, tuple):
        return value
    component = slip.quantity.component if slip.quantity else None
    if component is not None and component < len(value):
        return value[component]
    return value[0] if len(value) == 1 else value


def _vanishes(slip: Slip) -> bool:
    """Whether what was written is zero."""
    try:
        value = slip.evaluate(slip.right)
        parts = parts_of(value)
        return all(part.sign() == 0 for part in parts)
    except SymoptError:
        return False
