"""The body of a page: what its lines are, and one message for what is none of them."""

import pytest

from symopt.derive.body import Fence, Rows, Text, read_body
from symopt.errors import InputError
from symopt.page import read_page

HEAD = "---\ntitle: t\n---\n"


def parts(body):
    return read_body(read_page(HEAD + body))


def test_prose_in_two_languages_is_one_text():
    (text,) = parts("en: One\nand two.\nko: 하나\n둘.")
    assert text.texts == {"en": "One and two.", "ko": "하나 둘."}
    assert text.places["ko"].line == 6


def test_a_language_given_again_begins_another_text():
    assert [part.texts["en"] for part in parts("en: One.\nen: Two.")] == ["One.", "Two."]


def test_headings_have_a_level_and_languages():
    (plain, both) = parts("# Title\n## en: Part\n## ko: 부분")
    assert (plain.level, plain.texts) == (1, {"en": "Title"})
    assert (both.level, both.texts) == (2, {"en": "Part", "ko": "부분"})


def test_rows_go_on_with_a_relation_and_a_name_is_before_the_first():
    first, second = parts("sum-of-all: a = b\n  ≤ c\n\nd\n= e\n= f")
    assert first == Rows(first.rows, "sum-of-all")
    assert [text for text, _ in first.rows] == ["a = b", "≤ c"]
    assert [text for text, _ in second.rows] == ["d", "= e", "= f"]
    assert first.rows[0][1].column == len("sum-of-all: ") + 1


def test_dollars_alone_on_a_line_are_marks_that_renderers_like():
    (rows,) = parts("$$\na = b\n$$")
    assert isinstance(rows, Rows)


def test_a_fence_holds_names_and_values():
    (fence,) = parts("```same\nrules: [sgd, momentum]\nwhere: {lr: lr}\n```")
    assert isinstance(fence, Fence)
    assert fence.kind == "same"
    assert [*fence.entries] == ["rules", "where"]


@pytest.mark.parametrize(
    ("body", "message", "line"),
    [
        ("```same\nrules: 1", "never closed", 4),
        ("\n````same\nrules: 1\n````", "fence can't be read", 5),
        ("~~~same\nrules: 1\n~~~", "fence can't be read", 4),
        ("``` same it\nrules: 1\n```", "fence can't be read", 4),
        ("```same\nrules: [1, 2\n```", "this claim is not YAML", 5),
        ("```same\n- 1\n```", "this claim must be lines", 5),
        ("```same\nrules: 1\nrules: 2\n```", "given twice", 6),
        ("= 2", "nothing stands before", 4),
        ("a = b\n\n= 2", "nothing stands before", 6),
        ("en: prose\n\n= 2", "nothing stands before", 6),
        ("em: prose", "no language is called 'em'", 4),
        ("## fr: prose", "no language is called 'fr'", 4),
    ],
)
def test_a_mistake_is_said_with_its_line(body, message, line):
    with pytest.raises(InputError, match=message) as refused:
        parts(body)
    assert refused.value.place.line == line


def test_text_is_no_chain():
    (text, rows) = parts("en: It is a = b.\n\na = b")
    assert isinstance(text, Text)
    assert isinstance(rows, Rows)
