"""HTML around mathematics."""

import pytest

from symopt.notation.find import find_chains
from symopt.notation.html import UNSEEN, without_html
from symopt.notation.tree import show


@pytest.mark.parametrize(
    ("line", "chain"),
    [
        ("x<sub>1</sub> = 1 &minus; 0.1&middot;2", "x_1 = (- 1 (* 0.1 2))"),
        ("x<sub>t+1</sub> = 2<sup>2</sup>", "x_t+1 = (^ 2 2)"),
        ("w<sub>new</sub> = &alpha;&times;3", "w_new = (* alpha 3)"),
        ("X<sup>(1)</sup> = (1, 2)", "X_1 = [1 2]"),
        ("<b>x_1 = 0.8</b>", "x_1 = 0.8"),
        ('<span style="color: red">m_2 = 1</span>', "m_2 = 1"),
        ("x_1 &lt; 2", "x_1 < 2"),
        ("x_1 &#8776; 2", "x_1 ≈ 2"),
    ],
)
def test_tags_and_entities_stand_for_signs(line, chain):
    found = find_chains(line)
    assert [show(found) for found in found.chains] == [chain]
    assert not found.unread


@pytest.mark.parametrize("line", ["x<sub>12</sub> = &pi;", "<b>x</b> &amp; y", "a < b > c", "R&D;"])
def test_every_sign_keeps_its_column(line):
    plain = without_html(line)
    assert len(plain) == len(line)
    assert all(
        a == b or b in " _^{}" + UNSEEN or not b.isascii() or a in "&<"
        for a, b in zip(line, plain, strict=True)
    )


@pytest.mark.parametrize("line", ["x_1 < b and c > 3", "a & b", "1 <2, 3> 4"])
def test_what_is_no_html_stays(line):
    assert without_html(line) == line
