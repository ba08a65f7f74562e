import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.errors import InputError
from symopt.network.batches import Batches


@given(rows=st.integers(1, 40), size=st.integers(1, 40), seed=st.integers(0, 2**63))
def test_an_epoch_meets_no_row_twice_and_leaves_out_less_than_a_batch(rows, size, seed):
    size = min(size, rows)
    batches = Batches(rows, size, seed)
    epoch = np.concatenate([batches.at(t) for t in range(rows // size)])
    assert len(set(epoch.tolist())) == len(epoch) > rows - size
    assert {*epoch.tolist()} <= {*range(rows)}


def test_every_epoch_has_an_order_of_its_own():
    batches = Batches(100, 100, 0)
    assert not np.array_equal(batches.at(0), batches.at(1))


@pytest.mark.parametrize("replace", [False, True])
def test_a_batch_depends_on_seed_and_step_alone(replace):
    one, other = (Batches(50, 8, 3, replace) for _ in range(2))
    for t in range(20):
        one.at(t)
    assert np.array_equal(one.at(7), other.at(7))
    assert not np.array_equal(one.at(7), Batches(50, 8, 4, replace).at(7))


def test_drawn_batches_meet_rows_again():
    batch = Batches(10, 10, 0, replace=True).at(0)
    assert len(set(batch.tolist())) < 10


@pytest.mark.parametrize("size", [0, 11])
def test_an_impossible_size_is_refused(size):
    with pytest.raises(InputError, match="'batch' must be from 1 to 10"):
        Batches(10, size, 0)
