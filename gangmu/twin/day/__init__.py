"""A day of the city, rehearsed: simulated fast, or replayed against a running instance."""
