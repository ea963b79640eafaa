"""The solver that shifts freight between the segments of bushes, one bush a tree, without paths."""
