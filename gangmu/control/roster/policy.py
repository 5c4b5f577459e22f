"""Who may do what with the register of residents as a file."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_import(actor: Actor) -> bool:
    """Push clerks: whoever may bring lists of persons onto his ground may bring its register."""
    return "push_clerk" in actor.roles


def may_see_imports(actor: Actor) -> bool:
    """Those who import, who lead, who inspect."""
    return may_import(actor) or bool(actor.roles & {"leader", "inspector"})
