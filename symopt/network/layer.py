"""A layer: one equation in index notation, from which its gradients are derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sympy import (
    Dummy,
    Expr,
    Function,
    Indexed,
    Integer,
    Symbol,
    cancel,
    factor_terms,
    solve,
)

from symopt.decide import equal
from symopt.network.indices import (
    I,
    J,
    N,
    array,
    component,
    i,
    j,
    n,
    places,
    pulled_back,
    spelled_out,
)

x, y, G, W, b, t, c = map(array, "xyGWbtc")
PARAMETERS = (W[i, j], b[j])
SMALL = {N: 2, I: 3, J: 2}  # no array that comes in is square, so that a transposed one shows


@dataclass(frozen=True, eq=False)
class Layer:
    """One equation: what a layer makes of the batch x, or the loss L that it leaves of it.

    Names: x what comes in, y[n, j] what goes out, W and b parameters, t the targets, G = ∂L/∂y.
    `stable` is an equal form whose floats neither overflow nor lose their digits; in it c[n]
    stands for the largest entry of x's row n, and the form is equal for any c.
    """

    name: str
    forward: Expr
    about: str
    stable: Expr | None = None
    is_loss: bool = False

    @property
    def computed(self) -> Expr:
        """The form that floats are computed by."""
        return self.forward if self.stable is None else self.stable

    @cached_property
    def came_in(self) -> Indexed:
        """The entry of x that the gradient is handed on to: x[n, i] where a sum runs over i."""
        return x[n, i] if self.forward.has(x[n, i]) else x[n, j]

    @cached_property
    def parameters(self) -> tuple[Indexed, ...]:
        """The entries of the layer's own parameters."""
        return tuple(entry for entry in PARAMETERS if self.forward.has(entry))

    @cached_property
    def backward(self) -> dict[Indexed, Expr]:
        """∂L/∂x and ∂L/∂W, ∂L/∂b, derived by the chain rule from G = ∂L/∂y."""
        gradient = Integer(1) if self.is_loss else G[n, j]
        wanted = (self.came_in, *self.parameters)
        derived = {by: pulled_back(gradient, self.forward, by) for by in wanted}
        return {by: self._shortest(by, derivative) for by, derivative in derived.items()}

    def _shortest(self, by: Indexed, derivative: Expr) -> Expr:
        """The derivative, written in what went out where that is shorter and proved the same."""
        forms = [derivative, *(self._by_output(inner, derivative) for inner in self._inner())]
        forms += [factor_terms(form) for form in forms]
        forms.sort(key=lambda form: form.count_ops())
        return next(
            form for form in forms if form == derivative or self._same(by, form, derivative)
        )

    def _inner(self) -> Iterator[Expr]:
        """What a layer that acts on x[n, j] does to it first: a function of it, or nothing yet."""
        if not self.is_loss and self.forward.has(x[n, j]):
            functions = [f for f in self.forward.atoms(Function) if f.args[0].has(x[n, j])]
            yield from (*sorted(functions, key=str), x[n, j])

    def _by_output(self, inner: Expr, derivative: Expr) -> Expr:
        """The derivative with `inner` in terms of y, if y's equation can be solved for it."""
        unknown = Dummy(real=True)
        solutions = solve(self.forward.xreplace({inner: unknown}) - y[n, j], unknown)
        return cancel(derivative.xreplace({inner: solutions[0]})) if solutions else derivative

    def _same(self, by: Indexed, left: Expr, right: Expr) -> bool:
        verdicts = (equal(self.small(left, at), self.small(right, at)) for at in places(by, SMALL))
        return all(verdict.status == "proved" for verdict in verdicts)

    def small(self, expression: Expr, at: dict[Symbol, int]) -> Expr:
        """An entry of the expression for small axes, the layer's equation in place of y."""
        return spelled_out(expression.xreplace(at), SMALL).xreplace(self._outputs)

    @cached_property
    def _outputs(self) -> dict[Symbol, Expr]:
        if self.is_loss:
            return {}
        return {
            component(y[n, j].xreplace(at)): spelled_out(self.forward.xreplace(at), SMALL)
            for at in places(y[n, j], SMALL)
        }
