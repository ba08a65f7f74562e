"""The points of a run as a file, with the problem that they belong to inside."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path as File
from typing import Any

import numpy as np

from symopt.errors import InputError, Place
from symopt.run.whole import write_whole

KINDS = (".csv", ".npz")


def check_kind(file: File) -> None:
    """`InputError` unless the file's ending says how to write it."""
    if file.suffix not in KINDS:
        raise InputError(
            f"'-o' must end in {' or '.join(KINDS)} (got '{file.name}')",
            hint="CSV is a table, NPZ holds NumPy arrays",
        )


def write_points(
    file: File,
    columns: Mapping[str, Sequence[Any]],
    about: Mapping[str, Any],
) -> None:
    """Write the columns, whole or not at all; `about` goes along as JSON.

    In CSV that is the first line, after '# ', and in NPZ the array `about`.
    """
    check_kind(file)
    said = json.dumps(about, ensure_ascii=False)
    try:
        if file.suffix == ".npz":
            with write_whole(file, binary=True) as stream:
                arrays: dict[str, Any] = {name: np.asarray(v) for name, v in columns.items()}
                np.savez(stream, about=np.array(said), **arrays)
        else:
            with write_whole(file) as stream:
                stream.write(f"# {said}\n")
                table = csv.writer(stream, lineterminator="\n")
                table.writerow(columns)
                table.writerows(zip(*columns.values(), strict=True))
    except OSError as error:
        raise InputError(
            f"can't write the result: {error.strerror}", place=Place(source=str(file))
        ) from None
