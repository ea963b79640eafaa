"""What a settled state says: its tables, quantities and headline, its difference from the base, its intervals."""
