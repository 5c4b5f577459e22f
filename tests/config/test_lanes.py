"""Who works, who waits, who has to come again: with threads that are held at a barrier, and no sleeping."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gangmu.config.lanes import PATIENCE, Kind, Lane

SECONDS = 20.0


class Visits:
    """Requests in threads of their own: each holds its seat until it is let go."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.order: list[str] = []
        self.refused: list[str] = []
        self.going: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []
        self._changed = threading.Condition()

    def come(self, name: str, kind: Kind) -> None:
        """Starts one; returns when it has a seat, stands in line, or was refused."""
        self.going[name] = threading.Event()
        waiting = self.lane.waiting
        thread = threading.Thread(target=self._visit, args=(name, kind))
        self.threads.append(thread)
        thread.start()
        self.until(lambda: name in self.order or name in self.refused or self.lane.waiting > waiting)

    def go(self, name: str) -> None:
        """Lets one leave its seat."""
        self.going[name].set()

    def until(self, condition: Callable[[], bool]) -> None:
        """Waits for the others to get that far."""
        with self._changed:
            for _ in range(int(SECONDS * 100)):
                if condition():
                    return
                self._changed.wait(0.01)
        raise AssertionError(f"{self.order} {self.refused} {self.lane.waiting}")

    def _visit(self, name: str, kind: Kind) -> None:
        seat = self.lane.enter(kind)
        with self._changed:
            (self.refused if seat is None else self.order).append(name)
            self._changed.notify_all()
        if seat is not None:
            self.going[name].wait(SECONDS)
            self.lane.leave(seat)


@contextmanager
def visits(lane: Lane) -> Iterator[Visits]:
    found = Visits(lane)
    try:
        yield found
    finally:
        for event in found.going.values():
            event.set()
        for thread in found.threads:
            thread.join(SECONDS)


def test_a_command_that_came_later_is_served_before_a_read() -> None:
    with visits(Lane(1, 10, patience=100)) as them:
        them.come("first", "read")
        them.come("list", "read")
        them.come("report", "command")
        them.go("first")
        them.until(lambda: them.order == ["first", "report"])
        them.go("report")
        them.until(lambda: them.order == ["first", "report", "list"])


def test_who_has_waited_for_as_long_as_his_kind_has_patience_is_told_so() -> None:
    with visits(Lane(1, 10, patience=0.01)) as them:
        them.come("first", "command")
        them.come("second", "read")
        them.until(lambda: them.refused == ["second"])
        assert them.lane.waiting == 0


def test_a_line_that_is_full_takes_nobody_more() -> None:
    with visits(Lane(1, 2, patience=100)) as them:
        for name in ("first", "second", "third"):
            them.come(name, "command")
        them.come("fourth", "command")
        assert them.refused == ["fourth"]


@pytest.mark.parametrize(("kind", "refused"), [("read", ["last"]), ("command", [])])
def test_a_wait_that_would_be_too_long_is_known_beforehand_by_how_long_seats_were_held(
    kind: Kind, refused: list[str]
) -> None:
    lane = Lane(1, 1000)
    lane._held = PATIENCE["read"] * 0.4  # what recent requests took
    with visits(lane) as them:
        them.come("first", "command")
        them.come("second", "read")
        them.come("third", "read")
        them.come("last", kind)
        assert them.refused == refused


def test_a_free_seat_is_given_however_slow_it_was_lately() -> None:
    lane = Lane(1, 10)
    lane._held = 1000.0
    with visits(lane) as them:
        them.come("first", "read")
        assert them.order == ["first"]
