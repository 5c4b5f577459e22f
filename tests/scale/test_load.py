"""Load as it comes: lists opened within minutes of a slot, phones that stay connected, a burst of ten times."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.live import running
from tests.scale.load import loaded
from tests.scale.members import books
from tests.scale.results import READS, Plan, differences, share, table

pytestmark = pytest.mark.scale
PHONES = 3000
# What a busy machine must still keep; `python -m tests.scale.load` measures what a quiet one gives.
READ_SECONDS, COMMAND_SECONDS, SETTLED_SECONDS = 5.0, 10.0, 240.0


def test_at_the_load_of_a_slot_nothing_is_lost() -> None:
    """A fifth of the members in a fifth of the time: the same rate."""
    with running() as live:
        result = loaded(live, Plan(members=2266, seconds=60))
        assert differences(result, *books(live.database)) == [], table(result)
        assert result.errors == {}, table(result)


def test_a_burst_of_ten_times_is_shed_politely_and_the_books_agree() -> None:
    plan = Plan(members=4000, seconds=60, times=10, burst=6)
    with running() as live:
        result = loaded(live, plan)
        assert differences(result, *books(live.database)) == [], table(result)
        assert result.errors == {}, table(result)  # neither an error nor a connection that was not taken
        refused = [sample for sample in result.samples if sample.status == 429]
        assert refused, "not a burst for this machine"
        reads = sum(sample.kind in READS for sample in refused)
        assert reads / len(refused) > 0.8, table(result)  # lists give way to reports
        late = result.lag  # of the driver itself, on a busy machine
        assert share(result.seconds(*READS), 95) < READ_SECONDS + late, table(result)
        assert share(result.seconds("report page", "report api"), 95) < COMMAND_SECONDS + late, table(result)
        assert result.settled_after(1.5) < SETTLED_SECONDS, table(result)


def test_thousands_of_phones_that_stay_connected_keep_nobody_out() -> None:
    with running() as live:
        where = urlsplit(live.url)
        idle = []
        try:
            for _ in range(PHONES):
                line = socket.create_connection((where.hostname, where.port), timeout=10)
                line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert line.recv(4096).startswith(b"HTTP/1.1 200")
                idle.append(line)
        finally:
            for line in idle:
                line.close()
