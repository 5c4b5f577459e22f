"""Reads of duty: rosters and what they are made of, members' own things, loads."""
