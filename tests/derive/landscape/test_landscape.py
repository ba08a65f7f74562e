"""Convexity, critical points, Lipschitz constants and potentials of polynomials."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.derive.landscape.convexity import convexity, is_smooth, potential
from symopt.derive.landscape.critical import critical_points
from symopt.derive.landscape.lipschitz import lipschitz
from symopt.derive.link import all_proved
from symopt.derive.quadratic.hessian import curvatures
from symopt.errors import InputError, UndecidedError
from symopt.objective import Objective, real_symbols

X, Y, V = real_symbols("xyz")
R = sp.Rational
QUARTIC = (
    R(2, 5) * X**2 * Y**2
    + R(3, 10) * (X**2 * Y + X**2 + Y**2)
    - R(1, 4) * X * Y**2
    + R(31, 100) * X * Y
    - R(1, 5) * X
    + R(21, 10) * Y
)
HIMMELBLAU = (X**2 + Y - 11) ** 2 + (X + Y**2 - 7) ** 2
ROSENBROCK = (1 - X) ** 2 + 100 * (Y - X**2) ** 2


def of(expression, *variables):
    return Objective(expression, variables or (X, Y))


SMALL = st.integers(-4, 4)


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        (X**2 / 20 + Y**2, "strictly convex"),
        (sp.exp(X) + Y**2, "strictly convex"),
        ((X + Y) ** 2, "convex"),
        (X**4 + Y**4, "convex"),
        (X + Y, "convex"),
        (X * Y, "not convex"),
        (X**2 - X**4 + Y**2, "not convex"),
        (QUARTIC, "not convex"),
        (X**2 + Y**3, "not convex"),
        (1 / X**2 + Y**2, "undecided"),
        (sp.Abs(X) + Y**2, "undecided"),
    ],
)
def test_convexity(expression, kind):
    found = convexity(of(expression))
    assert found.kind == kind
    assert kind == "undecided" or all_proved(found.links)
    assert (found.witness is not None) == (kind == "not convex")


def test_the_witness_is_a_point_of_negative_curvature():
    found = convexity(of(QUARTIC))
    at = {X: found.witness["x"], Y: found.witness["y"]}
    assert sp.hessian(QUARTIC, (X, Y)).subs(at).det() < 0
    assert found.links[0].where == at


@settings(max_examples=30, deadline=None)
@given(SMALL, SMALL, SMALL)
def test_convexity_of_quadratics_is_that_of_their_eigenvalues(a, b, c):
    objective = of(a * X**2 + b * X * Y + c * Y**2 + X)
    least = min(sp.Matrix([[2 * a, b], [b, 2 * c]]).eigenvals(multiple=True))
    expected = "strictly convex" if least > 0 else "convex" if least == 0 else "not convex"
    assert convexity(objective).kind == expected


@pytest.mark.parametrize(
    ("expression", "smooth"),
    [
        (X**3 * sp.cos(Y) + sp.sqrt(2), True),
        (sp.sqrt(X**2 + 1), True),
        (sp.sqrt(X**2), False),
        (1 / X, False),
        (sp.log(X), False),
        (2**X, True),
    ],
)
def test_smooth(expression, smooth):
    assert is_smooth(expression) == smooth


def test_the_one_critical_point_of_a_quartic():
    (point,) = critical_points(of(QUARTIC)).points
    assert point.exact is None
    assert point.decimals[0].startswith("0.482384")
    assert point.decimals[1].startswith("-4.255968")
    assert point.kind == "minimum"
    assert all_proved(point.links)


def test_all_nine_of_himmelblau():
    found = critical_points(of(HIMMELBLAU))
    kinds = [point.kind for point in found.points]
    assert sorted(kinds) == ["maximum", *4 * ["minimum"], *4 * ["saddle"]]
    assert (3, 2) in [point.exact for point in found.points]
    for point in found.points:
        at = dict(zip((X, Y), map(sp.Float, point.decimals, (20, 20)), strict=True))
        assert all(abs(sp.diff(HIMMELBLAU, x).evalf(20, subs=at)) < 1e-15 for x in (X, Y))


@pytest.mark.parametrize(
    ("expression", "points"),
    [
        (X**2 + Y**2, {(0, 0): "minimum"}),
        (ROSENBROCK, {(1, 1): "minimum"}),
        (X * Y, {(0, 0): "saddle"}),
        (X**4 + Y**4, {(0, 0): "degenerate"}),
        (X**3 - 3 * X * Y**2, {(0, 0): "degenerate"}),
        (X**2 * Y - Y, {(1, 0): "saddle", (-1, 0): "saddle"}),
        (
            -(X**4) + X**2 - Y**2,
            {(0, 0): "saddle", (sp.sqrt(2) / 2, 0): "maximum", (-sp.sqrt(2) / 2, 0): "maximum"},
        ),
        (X + Y, {}),
        (X + R(1), {}),
        (X + Y**3, {}),
        ((X**2 + Y**2 + 1) ** 2, {(0, 0): "minimum"}),
        (X**3 + X + Y**2, {}),
    ],
)
def test_exact_critical_points(expression, points):
    found = critical_points(of(expression)).points
    assert {point.exact: point.kind for point in found} == points


@settings(max_examples=25, deadline=None)
@given(
    st.lists(SMALL, min_size=3, max_size=3, unique=True),
    st.lists(SMALL, min_size=2, max_size=2, unique=True),
    SMALL,
)
def test_a_product_of_known_roots_has_just_these(xs, ys, shear):
    slope_x = sp.prod(X - a for a in xs)
    slope_y = sp.prod(Y - b for b in ys)
    f = sp.expand(sp.integrate(slope_x, X) + sp.integrate(slope_y, Y))
    moved = sp.expand(f.subs(Y, Y + shear * X))
    found = {point.exact for point in critical_points(of(moved)).points}
    assert found == {(a, b - shear * a) for a in xs for b in ys}


def test_one_variable_and_many():
    points = critical_points(of(X**4 - 3 * X**2 + X, X)).points
    assert [point.kind for point in points] == ["minimum", "maximum", "minimum"]
    (point,) = critical_points(of(X**2 + X * Y + Y**2 + V**2 - V, X, Y, V)).points
    assert point.exact == (0, 0, R(1, 2))
    assert point.kind == "minimum"


@pytest.mark.parametrize(
    ("expression", "error", "message"),
    [
        ((X + Y) ** 2, UndecidedError, "vanishes wherever x \\+ y = 0"),
        (X**2, UndecidedError, "vanishes wherever x = 0"),
        (R(3), UndecidedError, "vanishes everywhere"),
        (X**9 + Y, InputError, "up to degree 8"),
        (sp.exp(X) + Y, InputError, "polynomial with rational coefficients"),
        (sp.sqrt(2) * X**2 + Y, InputError, "polynomial with rational coefficients"),
    ],
)
def test_critical_points_that_are_not_found(expression, error, message):
    with pytest.raises(error, match=message):
        critical_points(of(expression))


def test_curvatures_are_proved_eigenpairs():
    found = curvatures(of(3 * X**2 / 2 + X * Y + Y**2))
    assert [pair.value for pair in found] == [(5 - sp.sqrt(5)) / 2, (5 + sp.sqrt(5)) / 2]
    assert all(all_proved(pair.links) for pair in found)
    found = curvatures(of(X**2 / 20 + Y**2))
    assert [(pair.value, pair.vector) for pair in found] == [(R(1, 10), (1, 0)), (2, (0, 1))]
    found = curvatures(of(X**2 + X * Y + Y**2 + 3 * V**2, X, Y, V))
    assert [pair.value for pair in found] == [1, 3, 6]
    with pytest.raises(UndecidedError):  # a cubic whose real roots have no real radicals
        curvatures(of(X**2 + X * Y + Y * V, X, Y, V))
    with pytest.raises(InputError, match="must be a quadratic"):
        curvatures(of(X**3))


def test_lipschitz_constants():
    found = lipschitz(of(X**2 / 20 + Y**2))
    assert (found.lower, found.upper) == (2, 2)
    found = lipschitz(of(X * Y - 2 * X**2))
    assert found.upper == 2 + sp.sqrt(5)
    assert all_proved(found.links)
    assert lipschitz(of(X + Y)).upper == 0
    unbounded = lipschitz(of((X - Y) ** 3 + Y))
    assert unbounded.upper is None
    assert unbounded.links[0].right.free_symbols
    assert all_proved(unbounded.links)
    with pytest.raises(InputError, match="must be a polynomial"):
        lipschitz(of(sp.exp(X) + Y))


SQUARE = {"x": (R(-1), R(1)), "y": (R(-1), R(1))}


def test_lipschitz_on_a_box():
    found = lipschitz(of(X**4 + Y**4), box=SQUARE)
    assert found.lower <= 12 <= found.upper
    assert found.upper <= R(102, 100) * found.lower
    with pytest.raises(InputError, match="an interval for each"):
        lipschitz(of(X**4 + Y**4), box={"x": (R(0), R(1))})


@settings(max_examples=25, deadline=None)
@given(*(st.fractions(-1, 1, max_denominator=20) for _ in range(2)))
def test_no_point_of_the_box_has_a_larger_norm(x, y):
    at = {X: R(x), Y: R(y)}
    upper = lipschitz(of(QUARTIC), box=SQUARE).upper
    norm = max(abs(v) for v in sp.hessian(QUARTIC, (X, Y)).subs(at).eigenvals(multiple=True))
    assert float(norm) <= float(upper) + 1e-12


def test_a_gradient_has_a_potential():
    found = potential([sp.diff(QUARTIC, X), sp.diff(QUARTIC, Y)], (X, Y))
    assert sp.expand(found.potential - QUARTIC) == 0
    assert all_proved(found.links)


def test_a_field_with_curl_is_no_gradient():
    field = [sp.diff(QUARTIC, X) - R(3, 5) * X * Y, sp.diff(QUARTIC, Y)]
    found = potential(field, (X, Y))
    assert found.potential is None
    assert found.links[0].verdict.status == "refuted"
    assert found.links[0].verdict.witness
    with pytest.raises(InputError, match="one polynomial component"):
        potential([X], (X, Y))
