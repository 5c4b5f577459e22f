"""Helpers compute what one process would have computed, and nothing of a failed one is lost in silence."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from gangmu.kernel.crew import HelperFailed, apart, shared


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


def test_a_helper_reads_the_files_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(b"what is given")
    with (tmp_path / "given").open("rb") as given, (tmp_path / "other").open("wb") as other:
        assert given.fileno() < other.fileno()

        def work(k: int, n: int) -> Iterator[bytes]:
            yield os.pread(given.fileno(), 4, 5 * k)
            try:
                os.fstat(other.fileno())
            except OSError:
                yield b"closed"

        assert list(shared(work, 2, (given.fileno(),))) == [b"what", b"is g", b"closed", b"closed"]


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


def test_what_is_yielded_comes_in_turn() -> None:
    work = lambda k, n: (b"%d" % turn for turn in range(k, 7, n))  # noqa: E731
    assert list(shared(work, 2)) == [b"%d" % turn for turn in range(7)]


def echoed(k: int, n: int, given: BinaryIO) -> bytes:
    read = given.read()
    if read == b"bad":
        raise ValueError(f"row {k}")
    return b"%d/%d %d " % (k, n, os.getpid()) + read


def test_processes_of_their_own_answer_in_their_order() -> None:
    given = b"x" * 3_000_000
    first, second = (answer.split(maxsplit=2) for answer in apart(echoed, [given[:9], given[9:]], 2))
    assert (first[0], second[0]) == (b"0/2", b"1/2")
    assert first[2] == second[2] == given
    assert len({int(first[1]), int(second[1]), os.getpid()}) == 3


def meeting(k: int, n: int, given: BinaryIO) -> bytes:
    """Says that it is there, and waits until all are."""
    place = Path(given.read().decode())
    (place / str(k)).touch()
    deadline = time.monotonic() + 20
    while not all((place / str(other)).exists() for other in range(n)):
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"met"


def test_processes_of_their_own_work_at_the_same_time(tmp_path: Path) -> None:
    assert apart(meeting, [bytes(tmp_path)], 2) == [b"met", b"met"]


def test_what_is_given_in_part_is_not_answered(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(tmp_path)
        raise ValueError("the file was tampered with")

    with pytest.raises(ValueError, match="tampered"):
        apart(meeting, broken(), 2)
    assert not list(tmp_path.iterdir())


def test_what_a_process_of_its_own_raises_is_told() -> None:
    with pytest.raises(HelperFailed, match="ValueError: row 0"):
        apart(echoed, [b"bad"], 2)
