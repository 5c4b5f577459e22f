"""Persons as they are met: presences noted and ended, co-residents added at a door, facts corrected there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gangmu.ground.register import policy
from gangmu.ground.register.bulk import change, find, find_all
from gangmu.ground.register.facts import CareNeedNoted, PersonsMerged
from gangmu.ground.register.models import CareNeed, IdentityQuestion, Person
from gangmu.ground.register.rules import normalise_name, read_phones, recognise, same_person_name, sort_key
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import mask_number, mask_phone, vault

SEX = {"male": "m", "female": "f"}


@dataclass(frozen=True, slots=True)
class AtDoor:
    """Somebody who was met at a door and is in nobody's file yet; document and phone as they were typed."""

    name: str
    document: str = ""
    phone: str = ""


def note_presence(
    actor: Actor,
    person_id: int,
    area: int,
    incident_id: int | None,
    address: str,
    source: str = "pushed",
    household: int | None = None,
) -> None:
    """Note that a person is said to be in an area, wherever it lies; noting it again changes nothing."""
    change(
        "note_presence",
        person=person_id,
        area=area,
        incident=incident_id,
        address=address,
        source=source,
        household=household,
        now=clock.now(),
    )


def end_presence(
    actor: Actor,
    person_id: int | Iterable[int],
    area: int,
    incident_id: int,
    begun: datetime | None = None,
) -> None:
    """End what was said about persons in an area: they are not there, or not any more.

    `begun`: only what has been said since that moment; what was known before stays.
    """
    persons = [person_id] if isinstance(person_id, int) else list(person_id)
    change("end_presence", persons=persons, area=area, incident=incident_id, begun=begun, now=clock.now())


def add_at_door(
    actor: Actor, area: int, incident_id: int, address: str, host_id: int | None, people: Iterable[AtDoor]
) -> list[int]:
    """Make persons of those met at a door, with presences in its household; returns their ids.

    A document number that holds together is the person; whoever only shares name and phone with somebody becomes
    an identity question for a human. Refused('not_found') if the door is not on the actor's ground.
    """
    people = list(people)
    if not people:
        return []
    if area not in actor.jurisdiction:
        raise Refused("not_found")
    now = clock.now()
    found = find("household", area=area, label=address or f"{area}", now=now)
    household = int(found[0]) if found else None
    if host_id:
        note_presence(actor, host_id, area, incident_id, address, household=household)
    ids = []
    for one in people:
        person = _person(one, area, incident_id, household)
        note_presence(actor, person, area, incident_id, address, "door", household)
        ids.append(person)
    return ids


def _person(one: AtDoor, area: int, incident_id: int, household: int | None) -> int:
    facts = {**_name(one.name), **_phone(one.phone), **_document(one.document), "now": clock.now()}
    if facts["document_hash"] and (known := find("by_document", document_hash=facts["document_hash"])):
        if same_person_name(facts["name"], known[1]) != "different":
            return int(known[0])
        other, facts["document_hash"] = int(known[0]), None
        person = int(_inserted(facts))
        _ask(area, person, other, "identity_conflict")
        return person
    if not facts["document_hash"] and (
        again := find("at_the_door", area=area, incident=incident_id, household=household, **facts)
    ):
        return int(again[0])
    person = _inserted(facts)
    if facts["phone_hash"] and (
        alike := find("by_name_and_phone", person=person, incident=incident_id, **facts)
    ):
        _ask(area, person, int(alike[0]), "identity_candidate")
    return person


def _inserted(facts: dict[str, Any]) -> int:
    made = find("insert_person", **facts) or find("by_document", document_hash=facts["document_hash"])
    if made is None:
        raise RuntimeError("a person was neither made nor found")
    return int(made[0])


def _ask(area: int, person: int, other: int, because: str) -> None:
    change("question", area=area, person=person, other=other, because=because, now=clock.now())


def correct(
    actor: Actor, person_id: int, area: int, name: str = "", phone: str = "", document: str = ""
) -> list[str]:
    """Correct what a list had wrong about a person on the actor's ground; returns the names of what was changed.

    A document number that belongs to somebody else changes nothing: it asks the joint office whether they are one.
    """
    if area not in actor.jurisdiction:
        raise Refused("not_found")
    changed = []
    if name:
        change("correct_name", person=person_id, **_name(name))
        changed.append("name")
    if phone:
        change("correct_phone", person=person_id, **_phone(phone))
        changed.append("phone")
    if document:
        facts = _document(document)
        hashed = facts["document_hash"]
        known = find("by_document", document_hash=hashed) if hashed else None
        if known and known[0] != person_id:
            _ask(area, person_id, int(known[0]), "document_of_another")
        else:
            change("correct_document", person=person_id, **facts)
            changed.append("document")
    return changed


def note_need(
    actor: Actor, command_id: UUID, person_id: int, area: int, incident_id: int, kind: str, source: str
) -> int:
    """Note something that must not be forgotten about a person; what is noted already stays as it is. Returns the row.

    Refused: not_allowed, need_unknown, not_found (the area is not the actor's).
    """
    if not policy.may_note_needs(actor):
        raise Refused("not_allowed")
    if kind not in CareNeed.Kind.values or source not in CareNeed.Source.values:
        raise Refused("need_unknown")
    if area not in actor.jurisdiction:
        raise Refused("not_found")

    def do() -> int:
        noted = {"area": area, "source": source, "noted_by": actor.key, "noted_at": clock.now()}
        about = {"person_id": person_id, "incident_id": incident_id, "kind": kind, "ended_at": None}
        need, fresh = CareNeed.objects.get_or_create(**about, defaults=noted)
        if fresh:
            record(actor, CareNeedNoted(need.pk, area, kind))
        return int(need.pk)

    return int(once(actor, command_id, "register.note_need", do))


def end_need(actor: Actor, command_id: UUID, need: CareNeed) -> None:
    """Say that a need is none any more; ending it again changes nothing. Refused('not_allowed')."""
    if not policy.may_note_needs(actor):
        raise Refused("not_allowed")
    ended = {"ended_by": actor.key, "ended_at": clock.now()}

    def do() -> None:
        CareNeed.objects.filter(pk=need.pk, ended_at=None).update(**ended)

    once(actor, command_id, "register.end_need", do)


def answer_question(actor: Actor, command_id: UUID, question: IdentityQuestion, same: bool) -> None:
    """Say whether two persons are one. If so, the one without a document (or known later) is merged into the other.

    Both have to be visible to whoever decides. What others keep about the merged one follows by `PersonsMerged`.
    Refused: not_allowed, not_found, question_settled, two_documents (both have one: first correct the wrong one).
    """
    if not policy.may_decide_identity(actor):
        raise Refused("not_allowed")
    both = (question.person_id, question.other_id)
    if Person.objects.filter(pk__in=both).count() < len(both):
        raise Refused("not_found")

    def do() -> None:
        now, status = clock.now(), IdentityQuestion.Status.SAME if same else IdentityQuestion.Status.DIFFERENT
        found = find("answer", question=question.pk, status=status, by=actor.label or actor.key, now=now)
        if found is None:
            raise Refused("question_settled")
        if same:
            _merge(actor, *both, area=int(found[0]))

    once(actor, command_id, "register.answer", do)


def _merge(actor: Actor, person: int, other: int, area: int) -> None:
    pair = find_all("pair", person=person, other=other)
    if len(pair) < 2:
        raise Refused("question_settled")
    (survivor, documented), (gone, as_well) = pair
    if documented and as_well:
        raise Refused("two_documents")
    change("merge", survivor=survivor, gone=gone)
    change("merge_presences", survivor=survivor, gone=gone, now=clock.now())
    change("merge_needs", survivor=survivor, gone=gone)
    record(actor, PersonsMerged(survivor, area, gone))


def _name(text: str) -> dict[str, Any]:
    name = normalise_name(text)[:60]
    return {"name": name, "pinyin": sort_key(name)[:120]}


def _phone(text: str) -> dict[str, Any]:
    phones = read_phones(text).phones if text else ()
    number = phones[0].number if phones else ""
    return {
        "phone_hash": vault().fingerprint("phone", number) if number else None,
        "phone_sealed": vault().seal("phone", number),
        "phone_mask": mask_phone(number),
    }


def _document(text: str) -> dict[str, Any]:
    document = recognise(text)
    kind = "none" if document.kind == "unknown" else str(document.kind)
    return {
        "document_kind": kind,
        "document_hash": vault().fingerprint("document", document.key) if document.key else None,
        "document_sealed": vault().seal("document", document.number),
        "document_mask": mask_number(document.number),
        "sex": SEX.get(document.sex or "", ""),
        "birth_date": document.birth_date,
    }
