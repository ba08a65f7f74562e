"""A generated step in float64: loops over one point, batches of points and arrays of parameters."""
