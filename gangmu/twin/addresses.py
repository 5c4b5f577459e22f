"""Labelled addresses for measuring the matcher: real divisions, written as badly as people write them.

Deterministic by seed. A label says what a careful clerk would answer: the one right village, 'ambiguous'
(a person must choose), 'outside' or 'empty'. The generator decides uniqueness by itself, from the lists,
not with the matcher.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gangmu.twin.address_others import OtherKinds
from gangmu.twin.address_parts import Label, Made
from gangmu.twin.address_right import RightKinds


@dataclass(frozen=True, slots=True)
class Labelled:
    """`kind` names the difficulty; `code` is the right village (12 digits) or ''; `flag` whether it
    contradicts itself.
    """

    id: int
    address: str
    label: Label
    kind: str
    code: str = ""
    flag: bool = False


class AddressWriter(RightKinds, OtherKinds):
    """Writes labelled addresses about the divisions and places of one city."""

    def sample(self, size: int) -> Iterator[Labelled]:
        """`size` rows, the kinds in turn."""
        kinds: list[tuple[str, Callable[[], Made | None]]] = [
            (name.removeprefix("kind_"), getattr(self, name))
            for name in sorted(dir(self))
            if name.startswith("kind_")
        ]
        written = turn = 0
        while written < size:
            name, make = kinds[turn % len(kinds)]
            turn += 1
            made = make()
            if made is not None:
                address, label, code, flag = made
                yield Labelled(written, address, label, name, code, flag)
                written += 1
