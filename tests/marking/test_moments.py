"""Adam's two moments under the names of courses: V and S."""

from symopt.marking import check

HEAD = """---
objective: w^2
start: {w: 1}
rule: adam
lr: 1/4
steps: 2
---
## Step 1

"""
RIGHT = {"first": "0.9 \\cdot 0 + 0.1 \\cdot 2 = 0.2", "second": "0.001 \\cdot 4 = 0.004"}


def verdicts(*lines):
    found = check(HEAD + "\n\n".join(f"${line}$" for line in lines) + "\n").lines
    return [(line.quantity, *(link.verdict for link in line.links)) for line in found]


def test_v_beside_s_is_the_first_moment():
    for first, second in (("V_{dw}", "S_{dw}"), ("v_{dw}", "s_{dw}")):
        assert verdicts(f"{first} = {RIGHT['first']}", f"{second} = {RIGHT['second']}") == [
            ("m", "proved", "proved"),
            ("v", "proved", "proved"),
        ]
        assert verdicts(f"{first} = {RIGHT['second']}", f"{second} = {RIGHT['second']}")[0][1:] == (
            "refuted",
            "proved",
        )


def test_corrected_moments():
    lines = ["V_{dw} = 0.2", "S_{dw} = 0.004", "V_{dw}^{corrected} = 2", "S_{dw}^{corrected} = 4"]
    assert [quantity for quantity, _ in verdicts(*lines)] == ["m", "v", "m_hat", "v_hat"]
    assert {verdict for _, verdict in verdicts(*lines)} == {"proved"}


def test_v_beside_m_is_the_second_moment():
    assert verdicts("m_{dw} = 0.2", "V_{dw} = 0.004", "v_{dw} = 0.004") == [
        ("m", "proved"),
        ("v", "proved"),
        ("v", "proved"),
    ]


def test_v_alone_is_either():
    assert verdicts("V_{dw} = 0.2") == [(None, "undecided")]
