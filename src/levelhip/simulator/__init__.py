"""A simulated person: what sensors would give, with the truth beside it."""
