import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from symopt.network.curve import smoothed


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300))
def test_each_value_is_the_mean_of_those_around_it(losses):
    half = len(losses) // 40 // 2
    expected = [np.mean(losses[max(0, t - half) : t + half + 1]) for t in range(len(losses))]
    assert np.allclose(smoothed(np.array(losses)), expected, atol=1e-6)


def test_nothing_stands_behind_a_divergence():
    losses = np.array([1.0, 2.0, np.inf, np.nan, 3.0])
    assert smoothed(losses).tolist() == [1.0, 2.0]
    assert smoothed(np.array([np.nan])).size == 0
