"""Whether two rules are the same: a state map kept by every step, or a run that parts them."""
