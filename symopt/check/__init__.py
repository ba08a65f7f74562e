"""Judges a page of working, link by link."""
