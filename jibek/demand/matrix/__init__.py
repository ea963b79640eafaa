"""Trade between all countries of the model, balanced to the totals that are published."""
