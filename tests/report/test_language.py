import ast
import gettext
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import symopt
from symopt.errors import InputError
from symopt.report.document import Local, Math, Message
from symopt.report.language import (
    CATALOGUES,
    LANGUAGES,
    Wording,
    catalogue,
    columns,
    typed,
    visible,
)

SOURCE = Path(symopt.__file__).parent
OTHERS = [language for language in LANGUAGES if language != "en"]


def messages():
    """The template and the context of every `Message(…)` in the package."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                context = [word.value for word in node.keywords if word.arg == "context"]
                yield path.name, node.args[0], *context


def entry(template, context=None):
    """A message's key in a compiled catalogue."""
    return f"{context.value}\x04{template.value}" if context else template.value


WRITTEN = [parts for _, *parts in messages() if isinstance(parts[0], ast.Constant)]
TEMPLATES = sorted({entry(*parts) for parts in WRITTEN})


def places(template):
    return sorted(re.findall(r"\{(\w+)\}", template))


def wording(language):
    return Wording(language, text=str.upper, math=lambda latex: f"<{latex}>")


def test_every_message_is_written_where_it_is_made():
    variable = [name for name, part, *_ in messages() if not isinstance(part, ast.Constant)]
    assert not variable
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_with_the_same_places_and_none_is_left_over(language):
    known = catalogue(language)._catalog
    assert sorted(filter(None, known)) == TEMPLATES
    for template in TEMPLATES:
        assert places(known[template]) == places(template)


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_the_written_one(language):
    babel = pytest.importorskip("babel.messages.pofile", reason="Babel is not installed")
    folder = CATALOGUES / language / "LC_MESSAGES"
    with (folder / "symopt.po").open("rb") as file:
        entries = [entry for entry in babel.read_po(file, locale=language) if entry.id]
        written = {f"{m.context}\x04{m.id}" if m.context else m.id: m.string for m in entries}
    with (folder / "symopt.mo").open("rb") as file:
        compiled = {k: v for k, v in gettext.GNUTranslations(file)._catalog.items() if k}
    assert compiled == written, "run 'pybabel compile -d symopt/locale -D symopt'"


def test_no_korean_particle_stands_behind_a_place():
    particles = re.compile(
        r"\}\s*\(?(?:은|는|이|가|을|를|와|과|로|으로|에|에서|의|부터|까지)(?![가-힣])"
    )
    texts = [text for key, text in catalogue("ko")._catalog.items() if key]
    assert particles.search("{start}에서 시작합니다")
    assert not [text for text in texts if particles.search(text)]


def test_text_is_escaped_and_mathematics_is_set():
    message = Message("{rule}, worked", {"rule": "adam"})
    assert wording("en")(message) == "ADAM, WORKED"
    assert wording("ko")(message) == "ADAM: 풀이"
    message = Message("Its parameters: {parameters}.", {"parameters": (Math("a"), Math("b"))})
    assert wording("en")(message) == "ITS PARAMETERS: <a>, <b>."


def test_one_word_has_a_translation_for_each_of_its_contexts():
    assert wording("ko")(Message("undecided")) == "판정하지 못함"
    assert wording("ko")(Message("undecided", context="column")) == "미정"
    assert wording("en")(Message("undecided", context="column")) == "UNDECIDED"


def test_a_sentence_may_stand_within_a_sentence():
    inner = Message("Summary")
    message = Message("{label}: {value}", {"label": inner, "value": Math("x")})
    assert wording("ko")(message) == "요약: <x>"


@given(st.text())
def test_what_is_typed_keeps_its_length_but_for_hidden_marks_and_tabs(text):
    shown = typed(text)
    assert all(not unicodedata.category(sign).startswith("C") for sign in shown)
    plain = [sign for sign in text if not unicodedata.category(sign).startswith("C")]
    assert len(shown) >= len(plain)
    assert typed("a\tb \u202e") == "a    b [U+202E]"


def test_columns_count_wide_letters_twice_and_marks_over_letters_not_at_all():
    assert columns("m\u0302 = 값") == 6


def test_a_title_stands_in_the_language_asked_for_or_in_the_first_one():
    title = Local({"en": "page", "ko": "쪽"})
    assert wording("ko")(Message("{title}", {"title": title})) == "쪽"
    assert wording("ko")(Message("{title}", {"title": Local({"en": "page"})})) == "PAGE"


def test_an_unknown_language_is_refused():
    with pytest.raises(InputError, match="unknown language 'fr'"):
        wording("fr")


@given(st.text())
def test_what_is_visible_is_one_line_without_hidden_marks(text):
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown
