"""AddressIndex: everything the matcher knows, built once, then asked many times."""

from collections.abc import Iterable

from gangmu.ground.territory.rules.terms import Alias, Division, Located, Place

__all__ = ["AddressIndex", "Alias", "Division", "Located", "Place"]


class AddressIndex:
    """Built with `AddressIndex.build(...)`; immutable afterwards, safe to share between threads."""

    @classmethod
    def build(
        cls,
        divisions: Iterable[Division],
        aliases: Iterable[Alias] = (),
        places: Iterable[Place] = (),
        *,
        home: str = "441300000000",
    ) -> "AddressIndex":
        """Index the home city (`home`, 12 digits) in full and everything else only as 'outside'."""
        raise NotImplementedError

    def learn(self, aliases: Iterable[Alias]) -> "AddressIndex":
        """The same index with the names that joint offices have taught; cheap."""
        raise NotImplementedError

    def locate(self, text: str, *, within: str = "") -> Located:
        """Locate one address, with its explanation. `within`: code of a town or county, or a zone's name."""
        raise NotImplementedError

    def locate_many(self, texts: Iterable[str], *, within: str = "") -> list[Located]:
        """Locate a batch without explanations, equal texts once."""
        raise NotImplementedError
