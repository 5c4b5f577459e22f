"""Every table that holds personal data is closed by row security, forced on its owner too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from gangmu.kernel.bulk import fetch

# Tables that point to ground or to persons and hold nothing personal, each with the reason.
OPEN = {
    "accounts_accesslog": "who looked, not what he saw; append-only, read through queries by person",
    "territory_place": "the standard address library: public names of places",
    "territory_alias": "names people use for units",
    "territory_grid": "outlines and head counts of grids",
    "territory_building": "how high the houses are, not who lives in them",
    "organization_ground": "which trio owns which grid",
    "organization_guarantee": "which post answers for which unit",
    "organization_modechange": "which town is in which mode, who decided it and why",
    "kernel_fact": "ids and areas; what happened, never to whom by name",
    "intake_slot": "times of the day",
    "rates_rate": "numbers of units, which all counties may compare",
}


def _points_at_people_or_ground(model: type[models.Model]) -> bool:
    names = {field.column for field in model._meta.local_fields}
    if names & {
        "area",
        "source_area",
        "person_id",
        "task_id",
        "report_id",
        "row_id",
        "presence_id",
        "household_id",
    }:
        return True
    return model._meta.db_table == "register_person"


def _closed() -> set[str]:
    rows = fetch(
        "SELECT relname FROM pg_class c WHERE relrowsecurity AND relforcerowsecurity AND relkind IN ('r', 'p')"
        " AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)"
    )
    return {name for (name,) in rows}


def _ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("gangmu.") and not m._meta.proxy]


def test_every_table_that_points_at_people_or_ground_is_closed(db: None) -> None:
    suspects = {m._meta.db_table for m in _ours() if _points_at_people_or_ground(m)}
    assert suspects - _closed() - OPEN.keys() - {"casework_timer"} == set()


def test_the_tables_that_are_open_still_exist(db: None) -> None:
    assert OPEN.keys() - {m._meta.db_table for m in _ours()} == set()


def test_history_is_closed_like_its_table(db: None) -> None:
    rows = fetch(
        "SELECT relname, relrowsecurity FROM pg_class WHERE relname LIKE '%\\_transition' AND relkind = 'r'"
    )
    assert rows and all(closed for _, closed in rows)


def test_no_policy_is_open_to_everybody(db: None) -> None:
    rows = fetch(
        "SELECT polrelid::regclass::text FROM pg_policy"
        " WHERE coalesce(pg_get_expr(polqual, polrelid), 'true') = 'true'"
    )
    assert rows == []


@pytest.mark.parametrize("role", ["gangmu_web", "gangmu_owner"])
def test_no_login_passes_row_security(db: None, role: str) -> None:
    assert fetch("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = %s", [role]) == [(False, False)]


def test_definer_functions_look_for_temporary_tables_last(db: None) -> None:
    """A definer function that looks into pg_temp first can be fooled by whoever may make a temporary table."""
    rows = fetch(
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE prosecdef AND nspname = 'public'"
        " AND NOT coalesce(array_to_string(proconfig, ';'), '') ~ 'search_path=[^;]*pg_temp'"
    )
    assert rows == []
