"""What the floors below say in English, recognised so that it is said in every language."""

import ast
import re
from pathlib import Path

import pytest
from sympy import Symbol

import symopt
from symopt import check
from symopt.decide.equal import equal
from symopt.errors import UndecidedError
from symopt.marking.from_below import SENTENCES, from_below, said_by
from symopt.marking.said import OpenError, sentence
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy
from tests.marking.test_said import places

SOURCE = Path(symopt.__file__).parent
READING, DECIDING = ("reading", "notation"), ("numbers", "decide")
NOT_ON_A_SHEET = {
    *("sums.py", "short_sums.py", "sum_index.py", "sum_order.py", "sum_terms.py", "geometric.py"),
    *("scope.py", "derivatives.py", "rewriting.py", "limits.py"),
}
"""A line of working has neither sums with an index nor limits."""
OF_PROOFS = {
    "both sides agree to {} digits at {} exact points",
    "both sides are the same expression",
}
REFUSES = re.compile(r"(Error|Refused|error)$")
NO_ANSWER = re.compile(r"((Undefined|Undecided|TooLarge)Error|append)$")
PLACE = {"Unreadable": 3, "refused": 2}  # of the reason among the arguments
HANGUL = re.compile("[가-힣]")


def text_of(node):
    """A string or an f-string as a template with {} for what is filled in; None for others."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(text_of(value) or "{}" for value in values)
        case _:
            return None


def given_as_reasons(tree, calls):
    """What is raised as an error or given as a reason: texts, or the names they have."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function, args=args, keywords=keywords):
                name = getattr(function, "id", getattr(function, "attr", ""))
                if calls.search(name) or name in PLACE:
                    yield from args[PLACE.get(name, 0) :][:1]
                yield from (word.value for word in keywords if word.arg == "reason")
            case ast.Return(value=ast.Tuple(elts=[_, reason])):
                yield reason


def named(trees):
    """The texts that have a name, under it."""
    texts = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                texts.setdefault(node.targets[0].id, []).append(node.value)
    return texts


def arms(node, names):
    """Both sides of a choice, and what a name stands for."""
    rest = dict(names)  # a name that is found is not looked up again
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            return [*arms(body, names), *arms(orelse, names)]
        case ast.Name(id=name):
            return [arm for value in rest.pop(name, ()) for arm in arms(value, rest)]
        case _:
            return [node]


def sentences(floors, calls):
    """Each text that is given as a reason on these floors, with the file it stands in."""
    paths = [path for floor in floors for path in sorted((SOURCE / floor).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    constants = {n: v for n, v in named(trees.values()).items() if n.isupper()}
    for path, tree in trees.items():
        names = constants | {n: v for n, v in named([tree]).items() if not n.isupper()}
        for given in given_as_reasons(tree, calls):
            for node in arms(given, names):
                text = text_of(node)
                if text and len(re.findall(r"[a-z]{2,}", text)) > 1:
                    yield text, path


def filled(template):
    return template.replace("{}", "2")


def is_known(text):
    return HANGUL.search(from_below(text).text("ko")) is not None


def test_every_sentence_about_unreadable_working_is_known():
    found = {text: path.name for text, path in sentences(READING, REFUSES)}
    assert {text: where for text, where in found.items() if not is_known(filled(text))} == {}
    assert len(found) > 60


def test_every_sentence_about_a_value_or_a_decision_is_known():
    found = {text: path.name for text, path in sentences(DECIDING, NO_ANSWER)}
    unknown = {text: where for text, where in found.items() if not is_known(filled(text))}
    left = {text for text, where in unknown.items() if where not in NOT_ON_A_SHEET}
    assert left == OF_PROOFS
    assert len(found) > 30


def test_a_list_of_words_is_no_sentence_and_a_named_sentence_is_one():
    tree = ast.parse(
        'OLD = "old|before that"\nWHY = "this is why"\n'
        'def f(x):\n message = f"{x} is bad" if x else WHY\n raise SomeError(message, "a hint")'
    )
    given = given_as_reasons(tree, REFUSES)
    texts = [text_of(arm) for node in given for arm in arms(node, named([tree]))]
    assert texts == ["{} is bad", "this is why"]


@pytest.mark.parametrize("said", SENTENCES, ids=lambda said: said.texts["en"])
def test_every_sentence_is_recognised_as_it_is_said(said):
    values = {name: str(i) for i, name in enumerate(places(said.texts["en"]), 2)}
    text = said.filled(**values).text("en")
    assert from_below(text) == said.filled(**values)


def test_names_and_signs_within_a_sentence_stay():
    said = from_below("the relation '≥' can't stand here").text("ko")
    assert said == "이 관계 기호가 여기 올 수 없습니다: '≥'"


def test_a_sentence_that_is_not_known_stays_as_it_is():
    assert from_below("something {new}").text("ko") == "something {new}"


def test_an_error_says_its_sentence():
    said = sentence(en="open", ko="열림")
    assert said_by(OpenError(said)) == said
    assert said_by(UndecidedError("division by zero")).text("ko") == "0으로 나눕니다"


@pytest.mark.parametrize(
    ("left", "right", "seconds"),
    [
        ("x", "y", 5),
        ("sqrt(-1 - x^2)", "y", 5),
        ("log(-x^2)", "1", 5),
        ("(x + 1)^2", "x^2 + 2 x + 1", 1e-9),
    ],
)
def test_what_is_said_of_a_decision_that_is_no_proof_is_known(left, right, seconds):
    symbols = {name: Symbol(name, real=True) for name in ("x", "y")}
    a, b = (to_sympy(read_expression(side), symbols) for side in (left, right))
    verdict = equal(a, b, seconds=seconds)
    assert verdict.status != "proved"
    assert verdict.evidence
    assert all(map(is_known, verdict.evidence))


def test_a_line_that_cannot_be_read_says_why_in_the_language_asked_for():
    page = "---\nobjective: x^2\nstart: {x: 1}\nrule: sgd\nlr: 1\nsteps: 1\n---\nx_1 = (1\n"
    english, korean = (check(page, language=language) for language in ("en", "ko"))
    (first,), (second,) = ([link.reason for link in v.lines[0].links] for v in (english, korean))
    assert first == "'(' is never closed"
    assert second == "닫히지 않은 괄호입니다: '('"
