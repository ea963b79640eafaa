"""What every room stands on: errors, tables, arrays, vocabulary, compiled kernels, workers. Imports itself alone."""
