"""Numbers, names, citations and steps as people read them."""
