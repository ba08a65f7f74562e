"""RMS[g] and RMS[Δx] on a page of AdaDelta."""

import pytest

from symopt import check

HEAD = """---
objective: (2*w-4)^2
start: {w: 0}
rule: adadelta
rho: 0.95
epsilon: 1e-6
steps: 2
---
g_1 = -16

"""


def verdicts(line):
    (_, found) = check(HEAD + line + "\n").lines
    return [link.verdict for link in found.links]


@pytest.mark.parametrize("name", ["RMS[g]_1", "$\\text{RMS}[g]_1", "$\\mathrm{RMS}[g]_{1}"])
def test_root_of_the_mean_square(name):
    end = "$" if name.startswith("$") else ""
    assert verdicts(f"{name} = 3.57771{end}") == ["rounded"]
    assert verdicts(f"{name} = 3.6777{end}") == ["refuted"]


def test_of_the_moves_before_the_first():
    assert verdicts("RMS[Δw]_0 = √(1e-6) = 0.001") == ["proved", "proved"]


def test_in_the_rule_s_own_line():
    assert verdicts("Δw_1 = -RMS[Δw]_0/RMS[g]_1 · g_1 = 0.0044721") == ["proved", "rounded"]
    assert verdicts("Δw_1 = -RMS[Δw]_0/RMS[g]_0 · g_1 = 0.0044721")[0] == "refuted"
