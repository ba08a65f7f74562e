"""Reads a page of working: chains with their places, and what each name in them means."""
