"""Search."""

from symopt.derive.bisimulation import Claim
from sympy import Expr, S
from symopt.rule import *


def maps(claim, budget):
    yield (
        dict(claim.where),
        {n: before(n) for n in claim.second.carried if n in claim.first.carried},
    )
