"""Proofs about rules and objectives, for every value of their symbols."""
