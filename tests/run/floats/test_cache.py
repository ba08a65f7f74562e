"""Generated source on disk: whole, right, and where it was asked to be."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from symopt.run.floats import numba_loop
from symopt.run.floats.cache import VARIABLE, folder, stored

SOURCE = "def run():\n    return 'ü'\n"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_place_is_the_users_choice(place, monkeypatch, tmp_path):
    assert stored(SOURCE).parent == place
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "symopt"


def test_the_same_source_is_written_once():
    path = stored(SOURCE)
    before = path.stat()
    assert stored(SOURCE) == path
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert stored(SOURCE + "#") != path


@pytest.mark.parametrize("damage", [b"", b"import os", SOURCE.encode()[:-1], b"\xff\xfe"])
def test_a_damaged_entry_is_written_again(damage):
    path = stored(SOURCE)
    path.write_bytes(damage)
    assert stored(SOURCE).read_text(encoding="utf-8") == SOURCE


def test_nothing_is_left_beside(place):
    stored(SOURCE)
    assert [path.suffix for path in place.iterdir()] == [".py"]


def test_a_place_that_can_not_be_written_is_done_without(place):
    place.write_text("a file, no folder")
    assert stored(SOURCE) is None


def test_many_writers_at_once(place):
    command = (
        "from symopt.run.floats.cache import stored\n"
        "texts = [f'x = {n}\\n' * 2000 for n in range(40)]\n"
        "for text in texts: print(stored(text).read_text() == text)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", command], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert {line for w in writers for line in w.communicate()[0].split()} == {"True"}
    assert len(list(place.iterdir())) == 40


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
def test_what_was_compiled_once_is_found_again(problem):
    hits = []
    for _ in range(2):
        numba_loop.load.cache_clear()  # as in a new process
        asked = problem(rule="sgd")
        asked.run(50, backend="numba")
        hits.append(sum(asked._floats.loop("numba")._scalar._run.stats.cache_hits.values()))
    assert hits == [0, 1]


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
@pytest.mark.parametrize("kept", ["*.nbi", "*.nbc"])
def test_damage_in_the_compilers_own_cache_is_repaired(problem, place, kept):
    expected = problem(rule="sgd").run(50, backend="numba")
    (entry,) = place.glob(f"__pycache__/{kept}")
    entry.write_bytes(entry.read_bytes()[:40])
    numba_loop.load.cache_clear()
    again = problem(rule="sgd").run(50, backend="numba")
    assert again.tolist() == expected.tolist()


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
def test_without_a_cache_the_loop_is_compiled_in_memory(problem, place):
    place.write_text("a file, no folder")
    path = problem(rule="sgd").run(50, backend="numba")
    assert path.tolist() == problem(rule="sgd").run(50, backend="python").tolist()
