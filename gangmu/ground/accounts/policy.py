"""Who may make accounts and hand out keys to the API."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_administer(actor: Actor) -> bool:
    """The system's own commands, run by whoever has a shell on the server."""
    return actor.is_system
