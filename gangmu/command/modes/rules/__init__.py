"""How ground is divided among trios, and who is sent where: pure functions."""
