"""Proofs about rules: when two are the same, and what a rule does wherever it is used."""
