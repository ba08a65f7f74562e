"""Mathematics as people type it, read into a small tree and written back."""
