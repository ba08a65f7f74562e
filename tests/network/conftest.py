"""Small data that need no download and no package."""

import numpy as np
import pytest

from symopt.network.data import Data


@pytest.fixture(scope="session")
def blobs():
    """Three kinds of points that lie around three corners."""
    draw = np.random.default_rng(0)
    labels = draw.integers(3, size=400)
    points = np.eye(5)[labels] + draw.normal(0, 0.3, (400, 5))
    return Data("blobs", points[:300], labels[:300], points[300:], labels[300:])
