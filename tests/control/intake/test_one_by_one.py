"""A push settled by sets writes what the actions would have written row by row."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.db import transaction

from gangmu.casework.actions import NewTask, open_task
from gangmu.control.intake.bulk.staging import building_of
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.register.actions import note_presence
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import KIND, NOON
from tests.control.intake.conftest import EAST, WEST, Intake, person

VILLAGES = {EAST: area_of("441302001001"), WEST: area_of("441302001002")}
LIST = [
    person(1, ref="KB-1"),
    person(2, WEST, ref="KB-2"),
    person(1, ref="KB-3"),
    person(3),
    person(2, WEST),
    (*person(4)[:4], "境外来惠人员"),
]
# Whose row it is goes by the name of the task; ids, and who did it by which command, are of the two ways.
WRITTEN = {
    "task": "SELECT to_jsonb(t) - '{id,person_id}'::text[] FROM casework_task t",
    "timer": "SELECT to_jsonb(r) - '{id,task_id}'::text[] || jsonb_build_object('of', t.name)"
    " FROM casework_timer r JOIN casework_task t ON t.id = r.task_id",
    "transition": "SELECT to_jsonb(x) - '{id,subject_id,actor,command_id}'::text[] || jsonb_build_object('of', t.name)"
    " FROM casework_task_transition x JOIN casework_task t ON t.id = x.subject_id",
    "presence": "SELECT to_jsonb(r) - '{id,person_id}'::text[] || jsonb_build_object('of', p.name)"
    " FROM register_presence r JOIN register_person p ON p.id = r.person_id",
    "fact": "SELECT to_jsonb(f) - '{id}'::text[] FROM kernel_fact f WHERE f.kind <> 'intake.push_settled'",
}


def written_by(way: Callable[[], None]) -> dict[str, list[str]]:
    """What a way of doing it leaves in the tables, at noon; then nothing of it has happened."""
    with clock.at(NOON), transaction.atomic():
        way()
        with entered(Scope.system("test")), bulk_role():
            found = {table: sorted(row[0] for row in fetch(query)) for table, query in WRITTEN.items()}
        transaction.set_rollback(True)
    return found


def one_by_one(intake: Intake) -> None:
    """A person, a check and a presence for each row, by the actions."""
    pack, people = pack_of(intake.world.incident), dict[str, int]()
    for row in LIST:
        name, document, phone, address, words, ref = (*row, "")[:6]
        category, area = pack.category_of(words), VILLAGES[address]
        if fresh := name not in people:
            people[name] = a_person(name, document, phone)
        new = NewTask(
            KIND, intake.world.incident, category.code, people[name], area, name, address, building_of(address),
            {"source_ref": ref} if ref else {}, category.urgent,
        )  # fmt: skip
        with entered(Scope.system("test")) as scope:
            assert open_task(scope.actor, uuid4(), new)[1] == fresh
            note_presence(scope.actor, people[name], area, intake.world.incident.pk, address)


def a_person(name: str, document: str, phone: str) -> int:
    """Somebody in the register, known nowhere yet."""
    with entered(Scope.system("test")), bulk_role():
        ((made,),) = fetch(
            """
            INSERT INTO register_person (name, pinyin, document_kind, document_sealed, document_mask, phone_sealed,
                                         phone_mask, sex, created_at)
            VALUES (%s, '', 'none', '', '', '', '', '', now()) RETURNING id""",
            [name],
        )
    return int(made)


def test_a_push_writes_what_opening_each_check_by_hand_writes(intake: Intake) -> None:
    in_bulk = written_by(lambda: assert_pushed(intake))
    by_hand = written_by(lambda: one_by_one(intake))
    for table in WRITTEN:
        assert in_bulk[table] == by_hand[table], table
    assert {table: len(rows) for table, rows in in_bulk.items()} == {
        "task": 4, "timer": 4, "transition": 4, "presence": 4, "fact": 0
    }  # fmt: skip


def assert_pushed(intake: Intake) -> None:
    """The list as a push."""
    assert intake.counts(intake.push(LIST)) == {"tasks": 4, "merged": 2}
