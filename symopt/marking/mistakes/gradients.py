"""Mistakes in the gradient: in differentiating, in averaging over rows, in the choice of batch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from sympy import Add, Expr, Integer, Symbol

from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Kind, Variant, mistake
from symopt.marking.mistakes.derivative import wrong_derivatives
from symopt.marking.mistakes.replay import Point, Replay
from symopt.marking.mistakes.shapes import takes_gradient
from symopt.objective import Objective

MOST_ROWS = 64
BOTH: tuple[Kind, ...] = ("line", "arithmetic")  # ∇f(1, 2) stands at the left of equations too

SENTENCES = {
    "power-factor-missing": (
        "the power rule lost its factor: xⁿ was taken to have the derivative xⁿ⁻¹",
        "거듭제곱의 미분에서 계수가 빠졌습니다: xⁿ의 도함수를 xⁿ⁻¹로 보았습니다",
    ),
    "power-not-lowered": (
        "the power rule did not lower the exponent: xⁿ was taken to have the derivative n·xⁿ",
        "거듭제곱의 미분에서 지수를 낮추지 않았습니다: xⁿ의 도함수를 n·xⁿ으로 보았습니다",
    ),
    "product-rule-term-missing": (
        "a term of the product rule is missing",
        "곱의 미분에서 한 항이 빠졌습니다",
    ),
    "product-of-derivatives": (
        "the factors of a product were differentiated each for itself",
        "곱을 미분하면서 도함수끼리 곱했습니다",
    ),
    "chain-factor-missing": (
        "the inner derivative of the chain rule is missing",
        "합성함수의 미분에서 속미분이 빠졌습니다",
    ),
    "coefficient-missing": (
        "a constant factor was lost in the derivative",
        "미분하면서 상수 계수가 빠졌습니다",
    ),
    "gradient-term-missing": (
        "a term of the function was forgotten in the derivative",
        "함수의 한 항을 미분하지 않고 빠뜨렸습니다",
    ),
}


def _differentiation(code: str, case: Case) -> Iterator[Variant]:
    """Every partial derivative with the slip in turn, and all of them."""
    objective = case.setting.objective
    if not takes_gradient(case.tree) or not isinstance(objective, Objective):
        return
    rows = _rows(objective, case.step)
    if len(rows) <= MOST_ROWS:
        for wrong in _wrong_gradients(objective, rows, code):
            yield Variant(result=case.tree, gradient=partial(_at, case.replay, wrong))


for _code, (_en, _ko) in SENTENCES.items():
    mistake(_code, en=_en, ko=_ko, on=BOTH)(partial(_differentiation, _code))


@lru_cache(maxsize=512)
def _wrong_gradients(
    objective: Objective, rows: tuple[int, ...], code: str
) -> tuple[tuple[Expr, ...], ...]:
    """The gradients with this slip in one partial derivative, and in all that can have it."""
    variables = objective.variables
    right = tuple(_mean(objective, rows, objective.expression.diff(x)) for x in variables)
    slips = [
        [
            _mean(objective, rows, e)
            for found, e in wrong_derivatives(objective.expression, x)
            if found == code
        ]
        for x in variables
    ]
    singles = [
        (*right[:i], wrong, *right[i + 1 :]) for i, wrongs in enumerate(slips) for wrong in wrongs
    ]
    all_wrong = tuple(
        wrongs[-1] if wrongs else part for wrongs, part in zip(slips, right, strict=True)
    )
    return tuple(dict.fromkeys((*singles, all_wrong)))


def _rows(objective: Objective, step: int) -> tuple[int, ...]:
    """The rows whose mean loss the step follows; at no step all of them."""
    if objective.batches and step:
        return objective.batches[(step - 1) % objective.period]
    return tuple(range(len(objective.rows)))


def _mean(objective: Objective, rows: tuple[int, ...], expression: Expr) -> Expr:
    """The mean of a row's expression over some rows; itself where there are no data."""
    if not rows:
        return expression
    columns: tuple[Symbol, ...] = objective.columns
    parts = (expression.subs(dict(zip(columns, objective.rows[row], strict=True))) for row in rows)
    return Add(*parts) / Integer(len(rows))


def _at(replay: Replay, gradient: tuple[Expr, ...], point: Point) -> Point:
    return replay.at(gradient, point)


@mistake(
    "sum-instead-of-average",
    en="the {rows} rows are summed up, not averaged: the gradient is {rows} times too large",
    ko="{rows}개 표본의 평균이 아니라 합을 구했습니다: 기울기가 {rows}배입니다",
    on=BOTH,
)
def _sum_instead_of_average(case: Case) -> Iterator[Variant]:
    objective = case.setting.objective
    if takes_gradient(case.tree) and isinstance(objective, Objective):
        count = len(_rows(objective, case.step))
        if count > 1:
            yield _scaled(case, count, {"rows": str(count)})


@mistake(
    "gradient-doubled",
    en="the gradient is twice what it should be: a factor 1/2 was lost",
    ko="기울기가 두 배입니다: 1/2배가 빠졌습니다",
    on=BOTH,
)
def _gradient_doubled(case: Case) -> Iterator[Variant]:
    if takes_gradient(case.tree):
        yield _scaled(case, 2)


@mistake(
    "gradient-halved",
    en="the gradient is half of what it should be: a factor 2 was lost",
    ko="기울기가 절반입니다: 2배가 빠졌습니다",
    on=BOTH,
)
def _gradient_halved(case: Case) -> Iterator[Variant]:
    if takes_gradient(case.tree):
        yield _scaled(case, 2, divide=True)


@mistake(
    "gradient-sign",
    en="the gradient has the wrong sign",
    ko="기울기의 부호가 반대입니다",
    on=BOTH,
)
def _gradient_sign(case: Case) -> Iterator[Variant]:
    if takes_gradient(case.tree):
        yield _scaled(case, -1)


def _scaled(
    case: Case, factor: int, fields: dict[str, str] | None = None, *, divide: bool = False
) -> Variant:
    """The case with the gradient that many times as large."""

    def gradient(point: Point) -> Point:
        right = case.replay.gradient(point)
        return tuple(part / factor if divide else part * factor for part in right)

    return Variant(result=case.tree, gradient=gradient, fields=fields or {})


@mistake(
    "all-rows-instead-of-batch",
    en="the gradient is that of all rows, not of this step's batch",
    ko="이 단계의 배치가 아니라 전체 표본의 기울기입니다",
    on=BOTH,
)
def _all_rows_instead_of_batch(case: Case) -> Iterator[Variant]:
    objective = case.setting.objective
    if takes_gradient(case.tree) and isinstance(objective, Objective) and objective.period > 1:
        yield Variant(
            result=case.tree, gradient=partial(_at, case.replay, objective.gradient(None))
        )


@mistake(
    "other-batch",
    en="the gradient is that of the batch of step {step}, not of this step's",
    ko="이 단계가 아니라 {step}번째 단계의 배치로 구한 기울기입니다",
    on=BOTH,
)
def _other_batch(case: Case) -> Iterator[Variant]:
    objective = case.setting.objective
    if takes_gradient(case.tree) and isinstance(objective, Objective) and case.step:
        for step in range(1, min(objective.period, 8) + 1):
            if (step - case.step) % objective.period:
                gradient = partial(_at, case.replay, objective.gradient(step))
                yield Variant(result=case.tree, gradient=gradient, fields={"step": str(step)})
