"""A user's own network, from files in the forms of the field to tables that can be laid over the package."""
