"""Forms of file that tables and networks come in."""
