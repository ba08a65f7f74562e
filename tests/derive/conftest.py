"""Shared by the tests of this floor."""

import pytest

from symopt.derive.book import Book
from symopt.equations import rule_from_equations
from symopt.errors import Place


def own_rule(*equations, parameters):
    """A rule as a page writes it."""
    place = Place()
    texts = [(text, place) for text in equations]
    return rule_from_equations(texts, parameters=parameters.split(), place=place)


@pytest.fixture(scope="session", name="own")
def own_rule_maker():
    """Builds rules from equations."""
    return own_rule


@pytest.fixture(name="page")
def page_of(tmp_path):
    """The proof of a page with this body; a head's lines stand in its front matter."""

    def proved(body, *head, name="page"):
        lines = ["---", "title: {en: A page}", *head, "---", "", body, ""]
        (tmp_path / f"{name}.md").write_text("\n".join(lines), encoding="utf-8")
        return Book(tmp_path).proof(name)

    return proved
