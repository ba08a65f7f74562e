from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.errors import InputError
from symopt.page import LARGEST_PAGE, open_page, read_bytes, read_page, with_steps


def front(text):
    return read_page(f"---\n{text}\n---\nbody\n").front


def test_scalars_stay_text_with_their_place():
    page = read_page("---\nlr: 0.1\nstart: {x: 1/2}\n---\n", source="p.md")
    assert page.front["lr"].value == "0.1"
    assert page.front["start"].value["x"].value == "1/2"
    place = page.front["start"].value["x"].place
    assert (place.source, place.line, place.column) == ("p.md", 3, 12)


def test_lists_and_nesting_are_kept():
    entry = front("gradients: [[2, 1], [1, 0]]")["gradients"]
    assert [[part.value for part in row.value] for row in entry.value] == [["2", "1"], ["1", "0"]]


def test_a_page_without_front_matter_is_all_body():
    page = read_page("x_1 = 3\n")
    assert page.front == {}
    assert page.body == "x_1 = 3\n"


def test_the_body_begins_after_the_front_matter():
    page = read_page("---\nlr: 1\n---\nfirst\n")
    assert page.lines[page.body_start] == "first"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood(newline):
    page = read_page(newline.join(["---", "lr: 1", "---", "text"]))
    assert page.front["lr"].value == "1"
    assert page.lines[3] == "text"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("   \n\n", "empty"),
        ("---\nlr: 1\n", "never closed"),
        ("---\na: &x [1]\nb: *x\n---\n", "anchors and aliases"),
        ("---\na: !!python/object/apply:os.getcwd []\n---\n", "tags"),
        ("---\n- 1\n---\n", "name: value"),
        ("---\nlr: 1\nlr: 2\n---\n", "'lr' is given twice"),
        ("---\nlr:\n---\n", "'lr' has no value"),
        ("---\na: [1\n---\n", "not YAML"),
        ("---\na: {[1]: 2}\n---\n", "one value"),
        ("---\na: " + "[" * 500 + "]" * 500 + "\n---\n", "nested too deeply"),
    ],
)
def test_a_bad_page_gets_one_clear_message(text, message):
    with pytest.raises(InputError, match=message):
        read_page(text)


def test_an_alias_bomb_costs_nothing():
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    with pytest.raises(InputError, match="line 2"):
        front("\n".join(lines))


def test_bytes_that_are_not_utf8_are_named_with_their_line():
    with pytest.raises(InputError, match=r"not UTF-8 \(byte 0xff\), p.md, line 2"):
        read_bytes(b"text\n\xff\xfe", source="p.md")


def test_a_page_may_begin_with_a_byte_order_mark():
    assert read_bytes(b"\xef\xbb\xbf---\nlr: 1\n---\n").front["lr"].value == "1"


def test_a_page_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "large.md"
    path.write_bytes(b"x" * (LARGEST_PAGE + 1))
    with pytest.raises(InputError, match="at most 2,000,000 bytes"):
        open_page(path)


def test_a_missing_page_is_named(tmp_path):
    with pytest.raises(InputError, match=r"No such file or directory, .*none\.md"):
        open_page(tmp_path / "none.md")


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    with suppress(InputError):
        read_bytes(b"---\n" + data + b"\n---\n")


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        ("lr: 1\n", "lr: 1\nsteps: 5\n"),
        ("steps: 2\nlr: 1\n", "steps: 5\nlr: 1\n"),
        ("# by hand\nsteps:\n  2\nlr: 1\n", "# by hand\nsteps: 5\nlr: 1\n"),
        (
            "title: |\n  steps: 3\nrule:\n- v = g\n",
            "title: |\n  steps: 3\nrule:\n- v = g\nsteps: 5\n",
        ),
    ],
)
def test_other_steps_leave_the_rest_of_the_front_matter_as_written(head, asked):
    assert with_steps(head, 5) == asked
    assert front(with_steps(head, 5))["steps"].value == "5"


@pytest.mark.parametrize("head", ["{lr: 1}\n", '"steps": 2\n', "? steps\n: 2\n"])
def test_a_front_matter_in_another_dress_is_written_anew(head):
    assert with_steps(head, 5) is None
