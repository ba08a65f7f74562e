"""An objective by itself: convexity, critical points, Lipschitz constants."""
