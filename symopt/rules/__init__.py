"""The optimizers: a family a file, a rule a short declaration."""
