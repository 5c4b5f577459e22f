"""The long tests, at a size where a wrong plan shows (`make test-scale`)."""
