"""The optimizers: a family a file, a rule one short declaration.

    >>> from symopt import rules
    >>> rules.adam.cites
    'Kingma & Ba 2015, algorithm 1'

A rule added to a family's file is in the registry; nothing else needs to know of it.
"""

from symopt.errors import InputError
from symopt.parameter import did_you_mean
from symopt.rule import Rule
from symopt.rules import adaptive, descent, inertia, moments

REGISTRY: dict[str, Rule] = {
    rule.name: rule
    for family in (descent, inertia, adaptive, moments)
    for rule in vars(family).values()
    if isinstance(rule, Rule)
}


def __getattr__(name: str) -> Rule:
    try:
        return REGISTRY[name]
    except KeyError:
        raise AttributeError(f"no rule '{name}'; {did_you_mean(name, REGISTRY)}") from None


def __dir__() -> list[str]:
    return [*REGISTRY, "REGISTRY", "get"]


def get(name: str) -> Rule:
    """The rule of that name; `InputError` with the nearest names if there is none."""
    try:
        return REGISTRY[name.strip().lower().replace("-", "_")]
    except KeyError:
        raise InputError(f"unknown rule '{name}'", hint=did_you_mean(name, REGISTRY)) from None
