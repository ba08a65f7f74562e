"""Proofs about rules and objectives: statements in pages, equivalence, stability."""
