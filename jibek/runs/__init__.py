"""Run folders: written whole, found again, explained. Knows tables, never a state."""
