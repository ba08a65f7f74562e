"""Shared by the tests of the command."""

import pytest


@pytest.fixture
def page(tmp_path, request):
    """A file with the test module's own PAGE."""
    path = tmp_path / "page.md"
    path.write_text(request.module.PAGE, encoding="utf-8")
    return str(path)
