import ast
import gettext
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import symopt
from symopt.errors import InputError
from symopt.report.document import Local, Math, Message
from symopt.report.language import CATALOGUES, LANGUAGES, Wording, catalogue, visible

SOURCE = Path(symopt.__file__).parent
OTHERS = [language for language in LANGUAGES if language != "en"]


def messages():
    """The first argument of every `Message(…)` in the package."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                yield path.name, node.args[0]


TEMPLATES = sorted({part.value for _, part in messages() if isinstance(part, ast.Constant)})


def places(template):
    return sorted(re.findall(r"\{(\w+)\}", template))


def wording(language):
    return Wording(language, text=str.upper, math=lambda latex: f"<{latex}>")


def test_every_message_is_written_where_it_is_made():
    variable = [name for name, part in messages() if not isinstance(part, ast.Constant)]
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
        written = {m.id: m.string for m in babel.read_po(file, locale=language) if m.id}
    with (folder / "symopt.mo").open("rb") as file:
        compiled = {k: v for k, v in gettext.GNUTranslations(file)._catalog.items() if k}
    assert compiled == written, "run 'pybabel compile -d symopt/locale -D symopt'"


def test_no_korean_particle_stands_behind_a_place():
    particles = re.compile(
        r"\}\s*\(?(?:은|는|이|가|을|를|와|과|로|으로|에|에서|의|부터|까지)(?![가-힣])"
    )
    texts = [catalogue("ko").gettext(template) for template in TEMPLATES]
    assert particles.search("{start}에서 시작합니다")
    assert not [text for text in texts if particles.search(text)]


def test_text_is_escaped_and_mathematics_is_set():
    message = Message("{rule}, worked", {"rule": "adam"})
    assert wording("en")(message) == "ADAM, WORKED"
    assert wording("ko")(message) == "ADAM: 풀이"
    message = Message("Its parameters: {parameters}.", {"parameters": (Math("a"), Math("b"))})
    assert wording("en")(message) == "ITS PARAMETERS: <a>, <b>."


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
