"""The pages of a resident: plain, without scripts."""
