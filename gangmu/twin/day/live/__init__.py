"""A day replayed against a running instance, through the doors that people use, and its books compared at the end."""
