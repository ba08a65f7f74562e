import pytest

from symopt.front_matter import read_setting
from symopt.page import read_page


def make_setting(objective="x*y", start="{x: 1, y: 2}", rule="adam", **more):
    head = {"objective": objective, "start": start, "rule": rule} | more
    lines = "\n".join(f"{name}: {value}" for name, value in head.items())
    return read_setting(read_page(f"---\n{lines}\n---\n"))


@pytest.fixture(scope="session")
def setting():
    """Builds settings; by default adam on x·y."""
    return make_setting
