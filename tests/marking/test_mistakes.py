"""Every mistake of the library is planted by its own declaration, and must be named for it."""

import random
from collections import Counter
from functools import cache

import pytest

from symopt.marking.diagnose import explanations
from symopt.marking.mistakes import LIBRARY, numerals
from symopt.marking.mistakes.case import cases
from symopt.marking.mistakes.readings import same
from symopt.spelling import name_of

PLANTS = 8  # of each mistake, in each of its forms
BAR = 0.95
HALVES = {"lr": 1, "beta1": "1/2", "beta2": "1/2", "epsilon": 0}
PROBLEMS = [
    ("x*y", "{x: 1, y: 2}", "adam", HALVES),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "adam", {}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "adamw", {"lr": 0.3, "epsilon": "1/10"}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "adam_lr_t", {"lr": 0.3}),
    ("x^2 y + y^3", "{x: 3, y: -1}", "adam_eps_inside", {"lr": 0.1, "epsilon": "1/10"}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "adamax", {"lr": 0.3}),
    ("x^2 y + y^3", "{x: 3, y: -1}", "amsgrad", {"lr": 0.1}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "momentum", {"lr": 0.1}),
    ("x^2 y + y^3", "{x: 3, y: -1}", "momentum_buffer", {"lr": 0.1}),
    ("(x - 4)^2", "{x: 1}", "momentum_ema", {"lr": 0.1}),
    ("x^2 y + y^3", "{x: 3, y: -1}", "nesterov", {"lr": 0.1}),
    ("(x - 4)^2", "{x: 1}", "nesterov_ema", {"lr": 0.1}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "nesterov_shifted", {"lr": 0.1}),
    ("(x - 4)^2", "{x: 1}", "adagrad", {"epsilon": "1/10"}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "rmsprop_eps_inside", {"epsilon": "1/10"}),
    ("x^2 y + y^3", "{x: 3, y: -1}", "rmsprop", {"epsilon": "1/10"}),
    ("x*y", "{x: 1, y: 2}", "adadelta", {"epsilon": "1/10"}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "normalized_gd", {}),
    ("(x - 4)^2", "{x: 1}", "sgd", {"lr": 0.1}),
    ("x^2 (x - 4)", "{x: 1}", "sgd", {"lr": 0.1}),
    ("x exp(3 y) + 2 x", "{x: 3, y: 0}", "sgd", {"lr": 0.1}),
    ("(w x + b - y)^2", "{w: 1, b: 2}", "sgd", {"data": "{x: [1, 2, 4], y: [2, 3, 7]}"}),
    (
        "1/2 (w x - y)^2",
        "{w: 0.5}",
        "momentum",
        {"data": "{x: [1, 2, 3, 4], y: [2, 3, 7, 8]}", "batches": 2},
    ),
]
ARITHMETIC = [
    "3·(-2)^2 - (1 - 4/9)",
    "√(9/4 + 4)·2 + 7.25/(1 - 0.9^2)",
    "(1.37 + 2.218)^2/3",
    "1/2·(1, 1/2) + (1 - 1/2)·(7/3, -2)",
    "(1, 2) - 0.3·(2, 1)/(√(4, 3) + 1/10)",
    "2/7 + 3/5 - |2 - 7.13|",
    "max(3.1, 2.45)·(3 + 4·2)",
]
READINGS = {
    "fraction-divisor": ("(2, 1/2)/1/2", "(4, 1)"),
    "sum-divisor": ("3/1 - 0.9", "30"),
    "product-divisor": ("1/2√2", "√2/4"),
    "sum-exponent": ("2^2 + 1", "8"),
    "product-exponent": ("3^2·(1/2)", "9/2"),
    "fraction-exponent": ("16^1/2", "4"),
    "power-left": ("2^3^2", "64"),
    "signed-base": ("-0.3^2", "0.09"),
    "root-reach": ("√4/9 + 1", "5/3"),
    "root-power": ("√(-3)²", "-3"),
    "times-letter": ("2x3", "6"),
}
TYPED_ONLY = {f"precedence-{code}" for code in (*READINGS, "index-reach")} | {"operand-copied"}


@cache
def sites(slips):
    """Each line of the first two steps on every page, and each arithmetic side: right so far."""
    found = []
    for objective, start, rule, more in PROBLEMS:
        author = slips.author(objective, start, rule, **more)
        for step in (1, 2):
            for quantity in author.setting.rule.quantities:
                name = name_of(quantity, str(step))
                found.append((author, name, author.slip(name, name)))
    author = slips.author(*PROBLEMS[0][:3])
    return found + [(author, text, author.slip(text, text)) for text in ARITHMETIC]


def plants(slips, mistake, dress, claimed):
    """Slips that this mistake makes, with the exact value that it gives."""
    order, dice = list(sites(slips)), random.Random(mistake.code)
    dice.shuffle(order)
    for author, left, slip in order:
        right = slip.evaluate(slip.left)
        literal = author.slip(left, slips.in_decimals(_plain(right), dress or 4))
        for case in cases(literal):
            if (case.downstream is None) != claimed or _kind(case) not in mistake.on:
                continue
            variants = list(mistake.variants(case))
            for variant in dice.sample(variants, min(2, len(variants))):
                value = _plain(case.outcome(variant.result, variant.gradient))
                if value is None or same(value, _plain(right)):
                    continue
                written = slips.in_decimals(value, dress) if dress else slips.exactly(value)
                if written is not None:
                    yield author.slip(left, written), value


def _kind(case):
    return "arithmetic" if case.name is None else "line"


def _plain(value):
    return value[0] if isinstance(value, tuple) and len(value) == 1 else value


def outcome(slip, value, code):
    """Whether the mistake is named first, ties with one that gives the same value, or is missed."""
    found = explanations(slip)
    if not found:
        return "silent"
    if found[0].mistake.code == code:
        return "named"
    return "tie" if same(found[0].value, value) else "other"


def rates(slips, mistake, claimed=True):
    count = Counter()
    digital = mistake.variants.__module__ == numerals.__name__
    for dress in (4, 6) if digital else (None, 4, 6):
        tried = 0
        for slip, value in plants(slips, mistake, dress, claimed):
            result = outcome(slip, value, mistake.code)
            if result == "silent" and dress and _rounds_to_the_same(slip):
                continue
            count[result] += 1
            tried += 1
            if tried == PLANTS:
                break
    return count


def _rounds_to_the_same(slip):
    right = slip.evaluate(slip.left)
    return slip.agrees(_plain(right))


@pytest.mark.parametrize("mistake", [m for m in LIBRARY if m.code not in TYPED_ONLY], ids=lambda m: m.code)
def test_a_planted_mistake_is_named_first(slips, mistake):
    count = rates(slips, mistake)
    print(mistake.code, dict(count))
    total = count.total()
    assert total >= 3
    assert count["named"] + count["tie"] >= BAR * total
    assert count["named"] or mistake.vague
