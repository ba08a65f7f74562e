import gzip
import itertools
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.errors import InputError
from symopt.network.data import IMAGES, LABELS, read_data, read_idx

PIXELS = np.arange(10 * 2 * 3, dtype=np.uint8).reshape(10, 2, 3)
KINDS = np.arange(10, dtype=np.uint8) % 4


def idx(array, magic):
    return struct.pack(f">{1 + array.ndim}I", magic, *array.shape) + array.tobytes()


def folder(path, part="t10k", *, images=None, labels=None, packed=False):
    """A folder with a pair of files."""
    write = gzip.compress if packed else bytes
    ending = ".gz" if packed else ""
    images, labels = images or idx(PIXELS, IMAGES), labels or idx(KINDS, LABELS)
    (path / f"{part}-images-idx3-ubyte{ending}").write_bytes(write(images))
    (path / f"{part}-labels-idx1-ubyte{ending}").write_bytes(write(labels))
    return str(path)


@pytest.mark.parametrize("packed", [False, True])
def test_one_pair_is_divided_four_to_one(tmp_path, packed):
    data = read_data(folder(tmp_path, packed=packed))
    assert data.train.shape == (8, 6)
    assert np.array_equal(data.test, PIXELS[8:].reshape(2, 6) / 255)
    assert np.array_equal(data.train_labels, KINDS[:8])
    assert data.classes == 4


def test_two_pairs_are_taken_as_they_are(tmp_path):
    folder(tmp_path, "train")
    data = read_data(
        folder(tmp_path, images=idx(PIXELS[:5], IMAGES), labels=idx(KINDS[:5], LABELS))
    )
    assert len(data.train) == 10
    assert len(data.test) == 5


@pytest.mark.parametrize(
    ("images", "said"),
    [
        (idx(PIXELS, IMAGES)[:-1], "the file ends too early"),
        (idx(PIXELS, IMAGES)[:7], "the file ends too early"),
        (idx(PIXELS, IMAGES) + b"\0", "there is more in it than the 60 bytes"),
        (idx(KINDS, LABELS), "no IDX file of images"),
        (b"\x89PNG\r\n\x1a\n", "no IDX file of images"),
        (b"\0", "no IDX file of images"),
        (struct.pack(">4I", IMAGES, 2**31, 2**31, 2**31), "its head states"),
        (struct.pack(">4I", IMAGES, 0, 2, 3), "its head states 0 bytes"),
        (idx(PIXELS[:4], IMAGES), "as many labels as images"),
        (gzip.compress(idx(PIXELS, IMAGES))[:-12], "the file ends too early"),
        (gzip.compress(idx(PIXELS, IMAGES))[:-8] + bytes(8), "the file is damaged"),
    ],
    ids=itertools.count(),
)
def test_a_file_that_is_not_whole_or_foreign_is_refused_by_name(tmp_path, images, said):
    with pytest.raises(InputError, match=said) as refusal:
        read_data(folder(tmp_path, images=images))
    assert str(tmp_path) in str(refusal.value)


def test_a_missing_file_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match="no pair of IDX files"):
        read_data(str(tmp_path))
    name = folder(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(InputError, match="is not in"):
        read_data(name)
    with pytest.raises(InputError, match="must be 'digits' or a folder"):
        read_data(str(tmp_path / "none"))


@given(flips=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 255)), min_size=1, max_size=4))
def test_whatever_is_damaged_the_reader_answers(flips, tmp_path_factory):
    damaged = bytearray(gzip.compress(idx(PIXELS, IMAGES)))
    for at, bits in flips:
        damaged[at % len(damaged)] ^= bits
    file = tmp_path_factory.mktemp("damaged") / "images"
    file.write_bytes(bytes(damaged))
    try:
        found = read_idx(file, IMAGES)
    except InputError:
        return
    assert found.size <= 60


def test_the_bundled_digits():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    data = read_data("digits")
    assert data.train.shape == (1437, 64)
    assert data.test.shape == (360, 64)
    assert 0 <= data.train.min() < data.train.max() <= 1
    assert data.classes == 10


def test_without_scikit_learn_the_digits_say_what_to_install(monkeypatch):
    monkeypatch.setattr("symopt.network.data.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'symopt\[data\]'"):
        read_data("digits")
