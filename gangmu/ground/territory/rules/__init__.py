"""Pure rules of the territory: the address → grid matcher."""

from gangmu.ground.territory.rules.index import AddressIndex
from gangmu.ground.territory.rules.terms import Alias, Candidate, Division, Located, Place, Status, Step

__all__ = ["AddressIndex", "Alias", "Candidate", "Division", "Located", "Place", "Status", "Step"]
