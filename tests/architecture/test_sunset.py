"""What the end of an incident does with every table is said, and what is frozen is guarded."""

from __future__ import annotations

from django.apps import apps

from gangmu.command.sunset.rules import registry
from gangmu.kernel.bulk import fetch

OURS = [m for m in apps.get_models() if m.__module__.startswith("gangmu.") and not m._meta.proxy]
# Written by the system about rows that are guarded themselves, or hold ids and times alone.
UNGUARDED = {
    "intake_progress", "rates_roll", "seals_judgement", "seals_escalation", "seals_event", "casework_escalation",
    "casework_reassignment", "casework_timer", "sampling_result",
}  # fmt: skip


def test_of_every_table_is_said_what_the_end_of_an_incident_does_with_it() -> None:
    tables = {m._meta.db_table for m in OURS}
    assert tables - registry().tables == set(), "name it in gangmu/command/sunset/data/tables.toml"
    assert registry().tables - tables == set()


def test_what_goes_is_said_once_and_children_go_before_their_parents() -> None:
    order = [one.table for one in registry().goes]
    assert not set(order) & registry().stays.keys()
    for at, one in enumerate(registry().goes):
        if one.of in order:
            assert order.index(one.of) > at, one.table


def test_every_column_that_points_at_a_person_or_an_incident_is_known_to_the_registry() -> None:
    """A table that stays may not point at a resident or a task, but for those listed with the reason."""
    staying = {
        "accounts_accesslog",
        "roster_entry",
        "intake_slot",
        "rates_week",
        "sunset_closing",
        "casework_tasktally",
        "sampling_round",
        "sampling_plan",
    }
    pointing = {
        m._meta.db_table for m in OURS for f in m._meta.local_fields
        if f.column in ("person_id", "incident_id", "task_id", "order_id", "report_id")
    }  # fmt: skip
    assert pointing & registry().stays.keys() == staying


def test_tables_with_rows_of_an_incident_are_guarded_when_it_is_frozen(db: None) -> None:
    guarded = {
        t
        for (t,) in fetch("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%frozen_update'")
    }
    of_incident = {one.table for one in registry().goes if not one.items}
    assert of_incident - guarded == UNGUARDED


def test_columns_that_are_blackened_exist() -> None:
    columns = {m._meta.db_table: {f.column for f in m._meta.local_fields} for m in OURS}
    for table, named in registry().scrubs.items():
        assert set(named) <= columns[table] and table in registry().stays
