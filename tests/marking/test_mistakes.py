"""Every mistake of the library is planted by its own declaration, and must be named for it."""

import random
import re
from collections import Counter
from functools import cache
from itertools import islice

import pytest

from symopt.marking.diagnose import explanations
from symopt.marking.mistakes import LIBRARY, numerals
from symopt.marking.mistakes.case import cases
from symopt.marking.mistakes.replay import same
from symopt.spelling import name_of

PLANTS = 4  # of each mistake, in each of its forms
BAR = 0.95
TOTAL: Counter[str] = Counter()
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
    ("(x - 4)^2", "{x: 1}", "adagrad", {"epsilon": "1/2"}),
    ("x^2/20 + y^2", "{x: -7, y: 2}", "rmsprop_eps_inside", {"epsilon": "1/10"}),
    ("x^2 y + y^3", "{x: 3, y: -1}", "rmsprop", {"epsilon": "1/2"}),
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
    "product-exponent": ("4^2(1/4)", "2"),
    "fraction-exponent": ("16^1/2", "4"),
    "power-left": ("2^3^2", "64"),
    "signed-base": ("-0.3^2", "0.09"),
    "root-reach": ("√4/9 + 1", "5/3"),
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
                if written not in (None, dress and slips.in_decimals(_plain(right), dress)):
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
    for language in ("en", "ko"):
        assert "{" not in found[0].message(language)
    if found[0].mistake.code == code:
        return "named"
    return "tie" if same(found[0].value, value) else "other"


def rates(slips, mistake, *, claimed=True, most=PLANTS):
    """How often each outcome came, over exact values and those with 4 and with 6 decimals."""
    count = Counter()
    digital = mistake.variants.__module__ == numerals.__name__
    for dress in (4, 6) if digital else (None, 4, 6):
        planted = islice(plants(slips, mistake, dress, claimed), most)
        count.update(outcome(slip, value, mistake.code) for slip, value in planted)
    return count


@pytest.mark.parametrize(
    "mistake", [m for m in LIBRARY if m.code not in TYPED_ONLY], ids=lambda mistake: mistake.code
)
def test_a_planted_mistake_is_named_first(slips, mistake):
    count = rates(slips, mistake)
    TOTAL.update(count)
    assert count.total() >= 3
    assert count["named"] + count["tie"] >= BAR * count.total() - 1, count  # one coincidence
    assert count["named"]


def test_of_all_planted_mistakes_nearly_all_are_named_first():
    assert TOTAL["named"] + TOTAL["tie"] >= BAR * TOTAL.total(), TOTAL


@pytest.mark.parametrize(
    "mistake",
    [m for m in LIBRARY if m.upstream and "line" in m.on and not m.vague],
    ids=lambda mistake: mistake.code,
)
def test_it_is_found_in_a_line_that_was_not_written(slips, mistake):
    count = rates(slips, mistake, claimed=False, most=1)
    assert not count["silent"], count


@pytest.mark.parametrize(("code", "link"), READINGS.items())
def test_another_reading_explains_either_side(slips, code, link):
    author = slips.author(*PROBLEMS[0][:3])
    typed, meant = link
    found = explanations(author.slip(typed, meant))
    assert found[0].mistake.code == f"precedence-{code}"
    found = explanations(author.slip(meant, typed))
    assert f"precedence-{code}" in [fit.mistake.code for fit in found]


@pytest.mark.parametrize("typed", ["1/2 m_t-1 + 1/2 g_2", "β_1 m_t-1 + (1-β_1) g_t"])
def test_an_index_typed_on_the_line_explains(slips, typed):
    author = slips.author(*PROBLEMS[0][:3], **HALVES)
    found = explanations(author.slip("m_2", typed))
    assert found[0].mistake.code == "precedence-index-reach"


@pytest.mark.parametrize(
    ("quantity", "typed", "message"),
    [
        ("m_2", "1/2 (1, 1/2) + 1/2 (2, 0)", "(2, 0) stands where g_2 = (1, 0) belongs"),
        ("m_2", "1/2 (1, 0) + 1/2 (2, 1/2)", "(2, 1/2) stands where m_1 = (1, 1/2) belongs"),
        ("v_2", "1/2 (2, 1/2) + (1 - 1/2) (1, 2)^2", "(1, 2) stands where g_2 = (1, 0) belongs"),
        ("m_hat_2", "(1, 1/4)/(1 - 1/3)", "1/3 stands where β_1^2 = 1/4 belongs"),
        ("X_1", "(1, 2) - (2, 3)/√(4, 1)", "(2, 3) stands where α·m̂_1 = (2, 1) belongs"),
        ("X_1", "(1, 3) - 1·(2, 1)/(√(4, 1) + 0)", "(1, 3) stands where θ_0 = (1, 2) belongs"),
    ],
)
def test_a_number_copied_wrongly_is_found_in_its_place(slips, quantity, typed, message):
    author = slips.author(*PROBLEMS[0][:3], **HALVES)
    found = explanations(author.slip(quantity, typed))
    assert message in [fit.message("en") for fit in found if fit.mistake.code == "operand-copied"]


def test_every_reading_has_a_sentence():
    readings = {m.code.removeprefix("precedence-") for m in LIBRARY if "precedence" in m.code}
    assert readings == {*READINGS, "index-reach"}


def test_codes_are_unique_and_every_sentence_is_there_in_both_languages():
    codes = [mistake.code for mistake in LIBRARY]
    assert len(set(codes)) == len(codes)
    for mistake in LIBRARY:
        assert set(mistake.texts) == {"en", "ko"}
        fields = [set(re.findall(r"{(\w+)}", text)) for text in mistake.texts.values()]
        assert fields[0] == fields[1]
