"""Turns solutions and verdicts into documents; it renders, it never computes."""
