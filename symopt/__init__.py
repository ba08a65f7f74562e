"""Symbolic derivation and verification of gradient-based optimizers."""
