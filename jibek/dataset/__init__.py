"""What is wrong and what is weak in a dataset, before anything is run on it."""
