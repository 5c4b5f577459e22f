"""What codes of single fields of work say; `doors.texts` puts them together."""
