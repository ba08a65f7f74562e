"""What a float run returns: an array that also says how it came about."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Path(np.ndarray[Any, np.dtype[np.float64]]):
    """The points of a run, as a plain NumPy array with the run's circumstances beside it.

    `steps` are the numbers of the rows' steps, `backend` is what computed them. `diverged_at` is
    the first step after which a point was not finite, `stopped_at` the step whose gradient was
    small enough to stop: None, or with several points an array that holds 0 where it never was.
    """

    backend: str
    steps: NDArray[np.int64]
    diverged_at: Any
    stopped_at: Any

    @classmethod
    def of(cls, points: NDArray[np.float64], **circumstances: Any) -> Path:
        """The array with its circumstances."""
        path = np.asarray(points).view(cls)
        for name, value in circumstances.items():
            setattr(path, name, value)
        return path

    def __array_finalize__(self, parent: Any) -> None:
        for name in ("backend", "steps", "diverged_at", "stopped_at"):
            setattr(self, name, getattr(parent, name, None))
