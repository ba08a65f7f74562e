"""What the floors below say in English, recognised so that it can be translated."""

import ast
import re
from pathlib import Path

import pytest

import symopt
from symopt.report.language import plain
from symopt.report.reasons import REASONS, sentence

SOURCE = Path(symopt.__file__).parent
FLOORS = ("marking", "reading", "notation")
NOT_ON_A_SHEET = {
    "'{}' must be a page's text (got {})",
    "an operand has no short exact form",
    "write '*' where a product is meant",
    "write 1000 or 1{,}000; a decimal comma must be declared for the page",
    "the rule has no {}",  # of two shapes, each with a sentence of its own
}
"""What is said of bad input or caught on the way, and hints: a sheet does not show them."""
SAYS_WHY = re.compile(r"(Error|Refused|Unreadable|error|refused|_rounded)$")
CONSTANT = re.compile(r"[A-Z_]+$")


def text_of(node):
    """A string or an f-string as a template with {} for what is filled in; None for others."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(text_of(value) or "{}" for value in values)
        case _:
            return None


def said(tree):
    """The texts that are raised as errors, given as reasons, or kept in a constant for that."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function, args=args, keywords=keywords):
                name = getattr(function, "id", getattr(function, "attr", ""))
                yield from args[:1] if SAYS_WHY.search(name) else ()
                yield from (word.value for word in keywords if word.arg == "reason")
            case ast.Return(value=ast.Tuple(elts=[_, reason])):
                yield reason
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if name in ("message", "reason") or (CONSTANT.match(name) and " " in shown(value)):
                    yield value


def shown(node):
    return text_of(node) or ""


def arms(node):
    """Both sides of a choice."""
    if isinstance(node, ast.IfExp):
        return [*arms(node.body), *arms(node.orelse)]
    return [node]


def sentences():
    for floor in FLOORS:
        for path in sorted((SOURCE / floor).rglob("*.py")):
            if "mistakes" in path.parts or path.name == "diagnose.py":
                continue  # these speak every language by themselves
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in (arm for found in said(tree) for arm in arms(found)):
                text = text_of(node)
                if text and len(re.findall(r"[a-z]{2,}", text)) > 1:
                    yield text, f"{path.relative_to(SOURCE)}:{node.lineno}"


def anonymous(template):
    return re.sub(r"\{\w+\}", "{}", template)


def test_every_sentence_about_a_sheet_can_be_translated():
    known = {anonymous(message.template).replace("{{", "{") for message in REASONS}
    unknown = {text: where for text, where in sentences() if text not in known | NOT_ON_A_SHEET}
    assert unknown == {}
    assert len({text for text, _ in sentences()}) > 60


@pytest.mark.parametrize("message", REASONS, ids=lambda message: message.template)
def test_every_reason_is_recognised_as_it_is_said(message):
    parts = {name: f"{number}" for number, name in enumerate(_names(message), 2)}
    text = message.template.format(**parts)
    assert sentence(text).template == message.template
    assert plain("en")(sentence(text)) == text
    assert plain("ko")(sentence(text)) != text


def _names(message):
    return re.findall(r"(?<!\{)\{(\w+)\}", message.template)


def test_names_and_signs_within_a_sentence_stay():
    said = plain("ko")(sentence("the relation '≥' can't stand here"))
    assert said == "이 관계 기호가 여기 올 수 없습니다: '≥'"


def test_several_reasons_are_translated_one_by_one_and_an_unknown_one_is_kept():
    said = plain("ko")(sentence("division by zero; something new; left - right = 2 at x = 1"))
    assert said == "0으로 나눕니다; something new; 왼쪽 - 오른쪽 = 2 (그곳: x = 1)"
