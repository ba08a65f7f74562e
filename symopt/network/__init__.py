"""Networks whose gradients are derived: layers, training, and a race of the rules."""
