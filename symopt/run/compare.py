"""Several rules on one problem: the same objective and start, each with its own parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from symopt import rules
from symopt.errors import InputError
from symopt.front_matter import KEYS, read_setting
from symopt.objective import GivenGradients
from symopt.page import Entry, Page
from symopt.parameter import did_you_mean
from symopt.run.arrays import values
from symopt.run.digits import Certified, certify
from symopt.run.floats.drive import MOST_STEPS
from symopt.run.floats.path import Path
from symopt.run.floats.request import Floats
from symopt.setting import Setting, build, whole

OWN = frozenset({"rule", "steps", "initial"})  # what a rule's entry may say besides parameters
MOST_DIGITS = 1000
RECORDS = 1000  # about so many points are kept


@dataclass(frozen=True)
class Compared:
    """One rule's run, and its true points where they were asked for."""

    setting: Setting
    path: Path
    certified: Certified | None = None

    @property
    def steps(self) -> int:
        """How many steps it took."""
        return int(self.path.steps[-1])

    @property
    def end(self) -> list[float]:
        """The last point."""
        last: list[float] = self.path[-1].tolist()
        return last

    @property
    def loss(self) -> float | None:
        """f at the last point, nan where it has no value; None where only gradients are given."""
        objective = self.setting.objective
        if isinstance(objective, GivenGradients):
            return None
        return values(objective, [self.end])[0]

    @cached_property
    def right(self) -> list[int]:
        """How many digits of each recorded point are right, as far as its digits are certified."""
        if self.certified is None:
            return []
        return self.certified.right_digits(self.path[: len(self.certified.steps)].tolist())

    def points(self) -> list[tuple[float, ...]]:
        """The recorded points up to the first one that is not finite."""
        found = []
        for point in self.path.tolist():
            if not all(map(math.isfinite, point)):
                break
            found.append(tuple(point))
        return found


def compare(
    settings: Mapping[str, Setting],
    steps: int | None = None,
    *,
    backend: str | None = None,
    digits: int | None = None,
    watch: Callable[[int], None] = lambda done: None,
) -> dict[str, Compared]:
    """Each setting run in floats, for its own number of steps or for `steps`.

    `watch` hears how many steps are done, those of the rules before among them.
    With `digits` that many digits of the true points are computed as well, to see how many of
    float64's are right: as far as that can be certified.
    """
    found: dict[str, Compared] = {}
    before = 0
    for name, setting in settings.items():
        count = setting.steps if steps is None else whole(steps, "steps", most=MOST_STEPS)
        every = max(1, math.ceil(count / RECORDS))

        def heard(done: int, before: int = before) -> None:
            watch(before + done)

        path = Floats(setting).run(count, record=every, backend=backend, watch=heard)
        true = None
        if digits is not None:
            true = certify(setting, count, digits=digits, every=every)
        found[name] = Compared(setting, path, true)
        before += count
    return found


def with_rules(setting: Setting, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Setting]:
    """The setting's objective, start and steps under other rules, by name, with parameters."""
    start = dict(zip(map(str, setting.variables), setting.start, strict=True))
    return {
        name: build(
            setting.objective,
            start=start,
            rule=rules.get(name),
            steps=setting.steps,
            parameters=parameters,
        )
        for name, parameters in asked.items()
    }


def read_comparison(page: Page, names: Sequence[str] | None = None) -> dict[str, Setting]:
    """A setting for each rule that a page's `compare:` or `names` asks for.

    `compare:` maps a rule's name, or any name of an entry that has a `rule:` of its own, to its
    parameters. A rule without an entry has the page's parameters if it is the page's rule, else
    its defaults.
    """
    entry = page.front.get("compare")
    stated: dict[str, Entry] = {}
    if entry is not None:
        if not isinstance(entry.value, dict):
            raise InputError(
                "'compare' must map rules to their parameters",
                place=entry.place,
                hint="write 'compare: {sgd: {lr: 0.1}, adam: {}}'",
            )
        stated = entry.value
    asked = list(stated) if names is None else [_known(name, stated) for name in names]
    if not asked:
        raise InputError(
            "no rule is named",
            place=page.place,
            hint="add '--rules sgd,adam', or 'compare: {sgd: {lr: 0.1}, adam: {}}' to the page",
        )
    return {name: read_setting(_page_of(page, name, stated.get(name))) for name in asked}


def read_certify(page: Page) -> int | None:
    """How many digits a page wants certified; None where it wants none."""
    entry = page.front.get("certify")
    return None if entry is None else whole(entry.value, "certify", least=1, most=MOST_DIGITS)


def _known(name: str, stated: Mapping[str, Entry]) -> str:
    """A name of the page's or of the registry, as it is written there."""
    if name in stated:
        return name
    try:
        return rules.get(name).name
    except InputError:
        known = [*stated, *rules.REGISTRY]
        raise InputError(f"unknown rule '{name}'", hint=did_you_mean(name, known)) from None


def _page_of(page: Page, name: str, entry: Entry | None) -> Page:
    """The page as if it stated this rule alone."""
    front = page.front
    rule = front.get("rule")
    if entry is None and rule is not None and rule.value == name:
        return page
    place = page.place if entry is None else entry.place
    front = {key: value for key, value in front.items() if key in KEYS - {"show", "initial"}}
    return replace(page, front=front | {"rule": Entry(name, place)} | dict(_own(entry)))


def _own(entry: Entry | None) -> Iterator[tuple[str, Entry]]:
    if entry is None:
        return
    if not isinstance(entry.value, dict):
        raise InputError(
            "a rule's parameters are names and values",
            place=entry.place,
            hint="write '{lr: 0.1}', or '{}' for the defaults",
        )
    for key, value in entry.value.items():
        if key in KEYS - OWN:
            raise InputError(f"'{key}' is the same for all rules", place=value.place)
        yield key, value
