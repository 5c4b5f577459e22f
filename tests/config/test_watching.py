"""Open pages are told of changes, whatever becomes of one that is watched."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from gangmu.config.watching import Watch, marks_of_batches


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_was_destroyed_is_said_to_be_gone_and_is_no_error() -> None:
    assert marks_of_batches({987_654}) == {987_654: "gone"}


def test_a_look_that_fails_silences_nobody_for_good() -> None:
    looks = count()

    def look(keys: Set[int]) -> Mapping[int, str]:
        if next(looks) == 0:
            raise ZeroDivisionError
        return dict.fromkeys(keys, "changed")

    async def watched() -> str:
        with Watch(look, 0.001).of(1) as changes:
            return await asyncio.wait_for(changes.get(), 10)

    with ThreadPoolExecutor(1) as own:  # a browser that another test has opened keeps a loop in this thread
        assert own.submit(lambda: asyncio.run(watched())).result() == "changed"
