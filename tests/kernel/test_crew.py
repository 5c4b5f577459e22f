"""Helpers compute what one process would have computed, and nothing of a failed one is lost in silence."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from gangmu.kernel.crew import HelperFailed, shared


def every_nth(k: int, n: int) -> Iterator[bytes]:
    for number in range(k, 100, n):
        yield b"%d " % number * 50_000


@pytest.mark.parametrize("helpers", [0, 1, 2, 3])
def test_the_helpers_together_give_what_one_alone_gives(helpers: int) -> None:
    assert sorted(shared(every_nth, helpers)) == sorted(every_nth(0, 1))


def test_a_helper_has_no_file_and_no_connection_of_its_parent() -> None:
    reader, writer = os.pipe()

    def work(k: int, n: int) -> Iterator[bytes]:
        try:
            os.write(writer, b"leak")
        except OSError:
            yield b"closed"

    assert list(shared(work, 2)) == [b"closed"] * 2
    os.close(reader)
    os.close(writer)


def test_what_a_helper_raises_is_told() -> None:
    def work(k: int, n: int) -> Iterator[bytes]:
        yield b"begun"
        if k == 1:
            raise ValueError("row 7")

    with pytest.raises(HelperFailed, match="ValueError: row 7"):
        list(shared(work, 2))


def test_a_helper_that_is_killed_is_not_taken_for_one_that_has_finished() -> None:
    def work(k: int, n: int) -> Iterator[bytes]:
        yield b"begun"
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(HelperFailed, match="killed"):
        list(shared(work, 1))


def test_helpers_end_when_nobody_listens_any_more() -> None:
    def work(k: int, n: int) -> Iterator[bytes]:
        while True:
            yield str(os.getpid()).encode()

    listening = shared(work, 1)
    helper = int(next(listening))
    listening.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(helper, 0)
