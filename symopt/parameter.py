"""The hyper-parameters that rules share: one spelling, one domain, one set of aliases each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Parameter:
    """A hyper-parameter's name, where its values may lie, and the other names people give it.

    `lower` and `upper` bound the values; the bound itself belongs to the domain where
    `lower_included` or `upper_included` says so.
    """

    name: str
    meaning: str
    lower: int = 0
    lower_included: bool = True
    upper: int | None = None
    upper_included: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The domain in words, for messages."""
        if self.upper is None:
            return "a number that is not negative" if self.lower_included else "a positive number"
        return f"a number in {self.interval}"

    @property
    def interval(self) -> str:
        """The domain as an interval, such as "[0, 1)" or "(0, oo)"."""
        left, right = "[("[not self.lower_included], ")]"[self.upper_included]
        upper = "oo" if self.upper is None else self.upper
        return f"{left}{self.lower}, {upper}{right}"


PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "lr",
            "learning rate",
            lower_included=False,
            aliases=("alpha", "eta", "learning_rate", "stepsize", "step_size"),
        ),
        Parameter(
            "momentum",
            "momentum coefficient",
            upper=1,
            upper_included=True,
            aliases=("rho", "gamma", "mu", "beta"),
        ),
        Parameter("beta", "weight of the old average", aliases=("beta1", "momentum"), upper=1),
        Parameter("beta1", "weight of the old first moment", aliases=("b1",), upper=1),
        Parameter("beta2", "weight of the old second moment", aliases=("b2",), upper=1),
        Parameter(
            "decay",
            "weight of the old mean square",
            aliases=("rho", "gamma", "beta", "beta2"),
            upper=1,
        ),
        Parameter("epsilon", "guard against division by zero", aliases=("eps",)),
        Parameter("weight_decay", "decoupled weight decay", aliases=("lambda", "lam", "wd")),
    )
}


def domains(names: Iterable[str]) -> dict[str, str]:
    """The intervals of the known ones among these parameters."""
    return {name: PARAMETERS[name].interval for name in names if name in PARAMETERS}


def resolve(name: str, known: Iterable[str]) -> str | None:
    """The one parameter among `known` that `name` spells, directly or as an alias; else None."""
    known = list(known)
    if name in known:
        return name
    meant = [k for k in known if k in PARAMETERS and name in PARAMETERS[k].aliases]
    return meant[0] if len(meant) == 1 else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint: the nearest known name, or the list of all."""
    known = sorted(set(known))
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(known)}" if known else "nothing may be named here"
