"""Eigenvalues and spectral radius of one step, in closed form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sympy as sp
from sympy import Abs, Expr, Max, Piecewise, Symbol, sqrt

from symopt.decide import sign
from symopt.derive.judge import Link
from symopt.derive.link import link
from symopt.derive.quadratic.linear import LinearMap
from symopt.errors import RuleError, UndecidedError

Z = Symbol("z", real=True)
TRACE, DETERMINANT = sp.symbols("T D", real=True)


@dataclass(frozen=True)
class Spectrum:
    """The characteristic polynomial z² - trace·z + determinant (or z - trace) and its roots."""

    map: LinearMap
    trace: Expr
    determinant: Expr

    @property
    def size(self) -> int:
        """How many numbers the rule carries."""
        return len(self.map.state)

    @property
    def polynomial(self) -> Expr:
        """The characteristic polynomial in z."""
        return Z - self.trace if self.size == 1 else Z**2 - self.trace * Z + self.determinant

    @cached_property
    def discriminant(self) -> Expr:
        """Not negative where the eigenvalues are real."""
        return sp.S.Zero if self.size == 1 else sp.factor(self.trace**2 - 4 * self.determinant)

    @property
    def eigenvalues(self) -> tuple[Expr, ...]:
        """The roots, real or complex."""
        root = sqrt(self.discriminant)
        if self.size == 1:
            return (self.trace,)
        return (self.trace + root) / 2, (self.trace - root) / 2

    @property
    def real_radius(self) -> Expr:
        """The spectral radius where the eigenvalues are real."""
        if self.size == 1:
            return Abs(self.trace)
        return (Abs(self.trace) + sqrt(self.discriminant)) / 2

    @property
    def complex_radius(self) -> Expr:
        """The spectral radius where they are not: |z|² = z·conj(z) is the determinant."""
        return sqrt(self.determinant)

    @property
    def radius(self) -> Expr:
        """The spectral radius: the factor by which a step shrinks the state in the long run."""
        if self.size == 1:
            return self.real_radius
        real = self.real_radius, sp.Ge(self.discriminant, 0)
        return Piecewise(real, (self.complex_radius, True))

    def radius_at(self, values: Mapping[Symbol, Expr]) -> Expr:
        """The spectral radius for exact numbers."""
        verdict = sign(self.discriminant.subs(values))
        if verdict.sign is None:
            raise UndecidedError("the sign of the discriminant is not settled")
        chosen = self.complex_radius if verdict.sign == "negative" else self.real_radius
        return chosen.subs(values)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The polynomial is det(zI - M), and the closed forms are its roots and their moduli."""
        determinant = (Z * sp.eye(self.size) - self.map.matrix).det()
        own = link("characteristic polynomial", determinant, "=", self.polynomial)
        return (own, *(_quadratic() if self.size == 2 else ()))


@lru_cache(maxsize=1)
def _quadratic() -> tuple[Link, ...]:
    """What holds for the roots of z² - T·z + D, whatever T and D are."""
    t, d = TRACE, DETERMINANT
    root, real, imaginary = sqrt(t**2 - 4 * d), t / 2, sqrt(4 * d - t**2) / 2
    roots = (t + root) / 2, (t - root) / 2
    value = [z**2 - t * z + d for z in roots]
    return (
        link("real eigenvalue", value[0], "=", 0),
        link("other real eigenvalue", value[1], "=", 0),
        link("real spectral radius", Max(*map(Abs, roots)), "=", (Abs(t) + root) / 2),
        link("complex: real part", real**2 - imaginary**2 - t * real + d, "=", 0),
        link("complex: imaginary part", 2 * real * imaginary - t * imaginary, "=", 0),
        link("complex: squared modulus", real**2 + imaginary**2, "=", d),
    )


def spectrum(found: LinearMap) -> Spectrum:
    """The eigenvalues of a step that carries one or two numbers a coordinate.

    Raises:
        RuleError: it carries more, so that there is no closed form worth reading.
    """
    if found.matrix.rows > 2:
        raise RuleError(
            f"'{found.rule.name}' carries more than two numbers a coordinate",
            hint="closed forms are given for the point and one quantity beside it",
        )
    determinant = sp.expand(found.matrix.det())
    return Spectrum(found, sp.expand(found.matrix.trace()), determinant)
