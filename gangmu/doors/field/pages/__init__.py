"""The phone pages of a trio, by screen."""
