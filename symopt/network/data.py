"""Images with labels: the digits that come with scikit-learn, or a folder of IDX files."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError, Place

Array = NDArray[Any]
DIGITS = "digits"
IMAGES, LABELS = 0x00000803, 0x00000801  # IDX: unsigned bytes, in three axes or in one
LARGEST = 2_000_000_000  # bytes of images
TRAINING = 0.8  # the part to train with, where the data come in one piece
PARTS = "train", "t10k"


@dataclass(frozen=True, eq=False)
class Data:
    """Inputs from 0 to 1, a row an image, and labels from 0; one part to train, one to test."""

    name: str
    train: Array
    train_labels: Array
    test: Array
    test_labels: Array

    @property
    def classes(self) -> int:
        """How many kinds of labels there are."""
        return int(max(self.train_labels.max(), self.test_labels.max())) + 1


def read_data(name: str) -> Data:
    """`digits`, or the folder of that name; `InputError` where there is nothing usable."""
    return _digits() if name == DIGITS else _folder(Path(name))


def _digits() -> Data:
    """1,797 images of 8 by 8 (Alpaydin & Kaynak 1998), as scikit-learn bundles them."""
    if find_spec("sklearn") is None:
        raise InputError(
            "the data 'digits' come with scikit-learn, which is not installed",
            hint="pip install 'symopt[data]', or name a folder of MNIST's files with '--data DIR'",
        )
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    return _split(DIGITS, images / 16.0, labels)


def _folder(folder: Path) -> Data:
    """MNIST's files: both pairs, or one pair that is divided into two parts."""
    if not folder.is_dir():
        raise InputError(
            f"'--data' must be '{DIGITS}' or a folder of MNIST's IDX files (got '{folder}')"
        )
    pairs = {part: pair for part in PARTS if (pair := _pair(folder, part)) is not None}
    if not pairs:
        raise InputError(
            f"there is no pair of IDX files in '{folder}'",
            hint="expected t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, or train-…; or .gz",
        )
    if len(pairs) == 1:
        return _split(str(folder), *next(iter(pairs.values())))
    train, test = pairs.values()
    if train[0].shape[1] != test[0].shape[1]:
        raise InputError(f"the images to train with and to test differ in size in '{folder}'")
    return Data(str(folder), *train, *test)


def _split(name: str, images: Array, labels: Array) -> Data:
    at = int(TRAINING * len(images))
    if not 0 < at < len(images):
        raise InputError(f"too few images to train and test with: {len(images)}")
    return Data(name, images[:at], labels[:at], images[at:], labels[at:])


def _pair(folder: Path, part: str) -> tuple[Array, Array] | None:
    """Images as rows from 0 to 1 and their labels; None where neither file is there."""
    files = [_find(folder, f"{part}-{kind}") for kind in ("images-idx3", "labels-idx1")]
    if files == [None, None]:
        return None
    if None in files:
        raise InputError(f"one of the files of '{part}', images and labels, is not in '{folder}'")
    images, labels = (
        read_idx(file, magic) for file, magic in zip(files, (IMAGES, LABELS), strict=True) if file
    )
    if len(images) != len(labels):
        raise InputError(
            f"there must be as many labels as images (got {len(labels)} and {len(images)})",
            place=Place(source=str(files[1])),
        )
    return images.reshape(len(images), -1) / 255.0, labels.astype(np.int64)


def _find(folder: Path, stem: str) -> Path | None:
    names = (
        f"{kind}-ubyte{ending}"
        for kind in (stem, stem.replace("-idx", ".idx"))
        for ending in ("", ".gz")
    )
    return next((folder / name for name in names if (folder / name).is_file()), None)


def read_idx(file: Path, magic: int) -> Array:
    """The bytes of an IDX file, gzip or not, in the shape that its head states.

    `InputError` for a file of another kind, a damaged one, and one that ends early or late.
    """
    place = Place(source=str(file))
    try:
        with file.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream: Any = gzip.GzipFile(fileobj=raw) if packed else raw
            if int.from_bytes(stream.read(4), "big") != magic:
                raise InputError(
                    f"this is no IDX file of {'images' if magic == IMAGES else 'labels'}",
                    place=place,
                    hint=f"such a file begins with the bytes {magic:08x}",
                )
            axes = magic & 0xFF
            shape = tuple(int(s) for s in np.frombuffer(_exactly(stream, 4 * axes), ">u4"))
            size = int(np.prod(shape, dtype=object))
            if not 0 < size <= LARGEST:
                raise InputError(f"its head states {size} bytes", place=place)
            found = np.frombuffer(_exactly(stream, size), np.uint8).reshape(shape)
            if stream.read(1):
                raise InputError(
                    f"there is more in it than the {size} bytes it states", place=place
                )
            return found
    except EOFError:
        raise InputError("the file ends too early", place=place) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"the file is damaged: {error}", place=place) from None
    except OSError as error:
        raise InputError(f"can't read the file: {error.strerror}", place=place) from None


def _exactly(stream: Any, size: int) -> bytes:
    found: bytes = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found
