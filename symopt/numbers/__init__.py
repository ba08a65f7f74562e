"""Exact numbers: reals as shared graphs with proved signs, and Arb balls."""
