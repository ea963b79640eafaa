"""The solver that shifts freight between the paths of a pair by Newton steps."""
