"""Command groups of their own, beside the commands that stand in ``jibek.cli``; each asks the verbs alone."""
