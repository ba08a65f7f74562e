"""Search."""

from symopt.rule import *


def maps(claim, budget):
    yield (
        dict(claim.where),
        {n: before(n) for n in claim.second.carried if n in claim.first.carried},
    )
