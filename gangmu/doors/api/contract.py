"""The contract with the phone, by version: the previous client goes on working, a later one is told and loses nothing.

1: the list and plain commands. 2: also letters, whose list this is until when, for whom it may be sealed.
3: also the grids and where doors lie, whom to hand over to, notices on the phone, and proofs (photo, voice, position).
4: what is to be proved is the incident's wish: it stands in `proofs`, beside the forms, which lost those fields;
sampling at a site.
What a version has is only ever added to; a client says which it speaks, and 1 if it says nothing.
"""

from __future__ import annotations

from gangmu.kernel.lifecycle import Refused

FIRST, NEWEST = 1, 4
CONTRACTS = tuple(range(FIRST, NEWEST + 1))


def checked(contract: int) -> None:
    """Refused('contract_unknown', supported) for a version that this server does not speak."""
    if contract not in CONTRACTS:
        raise Refused("contract_unknown", supported=list(CONTRACTS))
