"""A loss curve that can be read: each batch's loss among those around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

PARTS = 40  # the window is so small a part of the run


def smoothed(losses: NDArray[Any]) -> NDArray[np.float64]:
    """The mean over the steps around each one, up to the first loss that is not finite.

    The window, a fortieth of the run, is cut off at both ends of the curve.
    """
    finite = np.isfinite(losses)
    count = len(losses) if finite.all() else int(np.argmin(finite))
    sums = np.concatenate([[0.0], np.cumsum(losses[:count], dtype=np.float64)])
    half, at = len(losses) // PARTS // 2, np.arange(count)
    low, high = np.maximum(0, at - half), np.minimum(count, at + half + 1)
    means: NDArray[np.float64] = (sums[high] - sums[low]) / (high - low)
    return means
