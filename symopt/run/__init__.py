"""From a rule and an objective, one generated step in several arithmetics."""
