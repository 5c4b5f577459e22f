"""Two persons turned out to be one."""

from __future__ import annotations

from gangmu.control.sampling.bulk import follow
from gangmu.kernel.scope import Actor, tell


def follow_merged(actor: Actor, survivor: int, gone: int) -> None:
    """What sampling knows of a person is known of the one he turned out to be."""
    tell(move="", reason="")
    follow(survivor, gone)
