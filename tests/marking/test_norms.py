"""Bars around a vector: its norm beside a number, else its coordinates' absolute values."""

import pytest

from symopt.marking import check

HEAD = "---\nobjective: x^2 + y^2\nstart: {x: 1, y: 2}\nrule: sgd\nlr: 1/10\nsteps: 2\n---\n"


def verdicts(line, head=HEAD):
    return [link.verdict for found in check(head + line + "\n").lines for link in found.links]


@pytest.mark.parametrize("length", ["|∇f(X_0)|", "|g_1|", r"$\left|\nabla f(X_0)\right|$"])
def test_the_norm_beside_a_number(length):
    assert verdicts(f"{length} = √20") == ["proved"]
    assert verdicts(f"{length} ≈ 4.47") == ["rounded"]
    assert verdicts(f"{length} = √20 = 2√5") == ["proved"] * 2
    assert verdicts(f"{length} = √21") == ["refuted"]
    assert verdicts(f"{length} = 6") == ["refuted"]
    squared = f"{length[:-1]}^2$" if length.endswith("$") else f"{length}²"
    assert verdicts(f"{squared} = 20") == ["proved"]
    assert verdicts(f"{squared} = 36") == ["refuted"]


def test_coordinate_by_coordinate():
    assert verdicts("|-g_1| = (2, 4)") == ["proved"]
    assert verdicts("|-g_1| = (2, 3)") == ["refuted"]
    assert verdicts("|g_1| = 2", HEAD.replace("y: 2", "y: -1")) == ["proved"]
    assert verdicts("max((1, 5), |g_1|) = (2, 5)") == ["proved"]
