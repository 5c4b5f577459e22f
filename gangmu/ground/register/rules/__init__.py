"""Pure rules by which a person is recognised: documents, phones, names. No Django, no database."""

from gangmu.ground.register.rules.documents import Document, Sex, recognise
from gangmu.ground.register.rules.findings import Finding
from gangmu.ground.register.rules.kinds import DocumentKind
from gangmu.ground.register.rules.names import (
    Likeness,
    comparison_key,
    mask_name,
    normalise_name,
    same_person_name,
    sort_key,
)
from gangmu.ground.register.rules.phones import Phone, PhoneKind, read_phones

__all__ = [
    "Document",
    "DocumentKind",
    "Finding",
    "Likeness",
    "Phone",
    "PhoneKind",
    "Sex",
    "comparison_key",
    "mask_name",
    "normalise_name",
    "read_phones",
    "recognise",
    "same_person_name",
    "sort_key",
]
