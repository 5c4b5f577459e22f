"""What notices do about facts: the same for every kind, the matrix says the rest."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def tell(fact: FactRow) -> None:
    """Tell whoever a row of the matrix names at once; rows that are digests read the facts themselves, later."""
    from gangmu.command.notices.actions import tell_fact

    tell_fact(Scope.system("notices").actor, fact)
