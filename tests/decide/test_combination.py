from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from symopt.decide.combination import nonnegative_combination

vectors = st.dictionaries(st.sampled_from("abcd"), st.integers(-4, 4), max_size=4)


def combined(coefficients, parts):
    total = {}
    for c, part in zip(coefficients, parts, strict=True):
        for key, value in part.items():
            total[key] = total.get(key, 0) + c * value
    return {key: value for key, value in total.items() if value != 0}


@given(st.lists(vectors, min_size=1, max_size=5), st.data())
def test_a_combination_that_exists_is_found_and_adds_up(parts, data):
    chosen = [fmpq(data.draw(st.integers(0, 3)), 2) for _ in parts]
    target = combined(chosen, parts)
    found = nonnegative_combination(target, parts)
    assert found is not None
    assert all(c >= 0 for c in found)
    assert combined(found, parts) == target


@given(vectors, st.lists(vectors, max_size=4))
def test_what_is_found_adds_up(target, parts):
    found = nonnegative_combination(target, parts)
    if found is not None:
        assert all(c >= 0 for c in found)
        assert combined(found, parts) == {k: v for k, v in target.items() if v != 0}


def test_a_target_on_the_wrong_side_is_not_found():
    assert nonnegative_combination({"x": -1}, [{"x": 1}]) is None
