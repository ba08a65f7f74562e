"""A rule on a quadratic: its linear step, eigenvalues, stable range and best values."""
