"""Shared by the tests of this floor."""

import pytest

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
