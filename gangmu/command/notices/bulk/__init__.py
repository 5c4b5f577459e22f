"""Notices as sets: written by tens of thousands in one statement, taken and marked by the hundred."""

from gangmu.command.notices.bulk.sending import End, Taken, end_addresses, mark, put_back, take
from gangmu.command.notices.bulk.telling import tell, tell_group

__all__ = ["End", "Taken", "end_addresses", "mark", "put_back", "take", "tell", "tell_group"]
