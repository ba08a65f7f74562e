"""Update rules as trees, for `decide_pairs`: one symbolic step, or iterates with numbers.

The two sides of a pair start from two forms of the same step: averages with b m + (1 - b) g or as
m + (1 - b)(g - m), corrections inside the root or pulled out of it.
"""

from __future__ import annotations

import random
from fractions import Fraction

from benchmarks.decide_trees import Tree, add, div, minus, mul, num, power, root, var

Forms = tuple[Tree, Tree]
RULES = ("momentum", "nesterov", "adagrad", "rmsprop", "adam", "amsgrad", "adamw")


def average(old: Tree, new: Tree, beta: Tree, increments: bool) -> Tree:
    """b old + (1 - b) new."""
    rest = add(num(1), minus(beta))
    if increments:
        return add(old, mul(rest, add(new, minus(old))))
    return add(mul(beta, old), mul(rest, new))


def bias(beta: Tree, step: Tree) -> Tree:
    """1 - b^t."""
    if step.op == "num":
        return add(num(1), minus(power(beta, int(step.value))))
    return add(num(1), minus(Tree("power", (beta, step), 0)))


class Step:
    """One step of a rule in one of two forms; `moments` are carried from step to step."""

    def __init__(self, rule: str, second: bool, rate: Tree, eps: Tree, beta1: Tree, beta2: Tree):
        self.rule, self.second = rule, second
        self.rate, self.eps, self.beta1, self.beta2 = rate, eps, beta1, beta2

    def __call__(
        self, point: Tree, moments: tuple[Tree, ...], gradient: Tree, step: Tree
    ) -> tuple[Tree, tuple[Tree, ...]]:
        m, v, largest = moments
        if self.rule in ("momentum", "nesterov"):
            m = add(mul(self.beta1, m), gradient)
            move = m if self.rule == "momentum" else add(gradient, mul(self.beta1, m))
            if self.second:
                return add(point, minus(mul(self.rate, move))), (m, v, largest)
            return add(point, mul(minus(self.rate), move)), (m, v, largest)
        if self.rule == "adagrad":
            v = add(v, power(gradient, 2))
            return self._divided(point, gradient, root(v), num(1)), (m, v, largest)
        v = average(v, power(gradient, 2), self.beta2, self.second)
        if self.rule == "rmsprop":
            return self._divided(point, gradient, root(v), num(1)), (m, v, largest)
        m = average(m, gradient, self.beta1, self.second)
        below = v
        if self.rule == "amsgrad":
            largest = below = Tree("max", (largest, v))
        mean, scale = div(m, bias(self.beta1, step)), root(bias(self.beta2, step))
        if not self.second:
            mean, below, scale = mean, div(below, bias(self.beta2, step)), num(1)
        shrunk = point
        if self.rule == "adamw":
            shrunk = mul(add(num(1), minus(mul(self.rate, self.beta2))), point)
        return self._divided(shrunk, mean, root(below), scale), (m, v, largest)

    def _divided(self, point: Tree, above: Tree, below: Tree, scale: Tree) -> Tree:
        """point - rate above scale / (below + eps scale)."""
        step = div(mul(self.rate, mul(above, scale)), add(below, mul(self.eps, scale)))
        return add(point, minus(step))


def symbolic_step(r: random.Random) -> Forms:
    """One step with symbols for everything; v, w >= 0 are second moments."""
    rule = r.choice(RULES)
    e, b, c, t = var("e"), var("b"), var("c"), var("t")
    moments = (var("y"), var("w"), var("v"))
    sides = [
        Step(rule, second, num(Fraction(1, 10)), e, b, c)(var("x"), moments, var("g"), t)[0]
        for second in (False, True)
    ]
    return sides[0], sides[1]


def iterate(r: random.Random) -> Forms:
    """A coordinate after two or three steps on x y from a small point, in numbers."""
    rule, steps = r.choice(RULES), r.choice([2, 2, 3])
    beta = num(Fraction(r.randint(1, 4), 5))
    start = (num(r.randint(1, 3)), num(r.randint(1, 3)))
    eps = num(r.choice([0, Fraction(1, 100)]))
    coordinate = r.randrange(2)
    sides = [
        _run(Step(rule, second, num(Fraction(1, 2)), eps, beta, beta), start, steps)[coordinate]
        for second in (False, True)
    ]
    return sides[0], sides[1]


def _run(step: Step, point: tuple[Tree, Tree], steps: int) -> tuple[Tree, Tree]:
    zero = num(0)
    moments = [(zero, zero, zero)] * 2
    for s in range(1, steps + 1):
        gradients = point[::-1]  # of x y
        moved = [
            step(point[i], moments[i], gradients[i], num(s))  # type: ignore[arg-type]
            for i in range(2)
        ]
        point = (moved[0][0], moved[1][0])
        moments = [moved[0][1], moved[1][1]]  # type: ignore[list-item]
    return point
