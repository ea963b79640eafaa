"""What a cell of a run came from, from step to step down to facts, assumptions and settings."""
