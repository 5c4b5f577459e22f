"""The end of an incident by sets: what belongs to it, the guard of what is frozen, and destruction in slices.

Every function but `guard_sql` runs in a transaction of the system's scope.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

import ahocorasick_rs

from gangmu.command.sunset.models import Closing
from gangmu.command.sunset.rules import Goes, belongs, coarse, registry
from gangmu.ground.territory.queries import county_units
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.vault import vault

SLICE = 5000
BLACK = "■■"
HISTORIES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%\\_transition' ORDER BY 1"
COLUMN = """SELECT has_table_privilege(%(table)s, 'UPDATE'), format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = %(table)s::regclass AND attname = %(column)s"""
ADDRESSES = """SELECT h.label FROM register_household h JOIN sunset_item i ON i.subject_id = h.id
                WHERE i.closing_id = %(closing)s AND i.kind = 'door'
               UNION SELECT r.address FROM register_presence r JOIN sunset_item i ON i.subject_id = r.person_id
                WHERE i.closing_id = %(closing)s AND i.kind = 'person'
               UNION SELECT o.address FROM isolation_order o JOIN sunset_item i ON i.subject_id = o.person_id
                WHERE i.closing_id = %(closing)s AND i.kind = 'person'"""
TELLING = 6  # characters: a shorter address, such as a number of a room, is said of many doors
UNFINISHED = {
    "tasks": "SELECT count(*) FROM casework_task WHERE incident_id = %(incident)s"
    " AND status NOT IN ('closed', 'cancelled')",
    "orders": "SELECT count(*) FROM isolation_order WHERE incident_id = %(incident)s"
    " AND status NOT IN ('declined', 'lifted', 'forgotten')",
    "seals": "SELECT count(*) FROM seals_binding b JOIN isolation_order o ON o.id = b.order_id"
    " WHERE o.incident_id = %(incident)s AND b.status NOT IN ('denied', 'removed')",
    "zones": "SELECT count(*) FROM zones_zone WHERE incident_id = %(incident)s AND status <> 'lifted'",
    "pushes": "SELECT count(*) FROM intake_batch b JOIN intake_slot s ON s.id = b.slot_id"
    " WHERE s.incident_id = %(incident)s AND b.status IN ('uploaded', 'ready', 'queued')",
    "needs": "SELECT count(*) FROM needs_need WHERE incident_id = %(incident)s AND status = 'voiced'",
    "rounds": "SELECT count(*) FROM sampling_round WHERE incident_id = %(incident)s"
    " AND status IN ('planned', 'open')",
    "recalls": "SELECT count(*) FROM sampling_recall c JOIN sampling_tube t ON t.id = c.tube_id"
    " JOIN sampling_round r ON r.id = t.round_id"
    " WHERE r.incident_id = %(incident)s AND c.status IN ('asked', 'swabbed')",
}


def unfinished(incident: int) -> dict[str, int]:
    """What still runs in an incident: nothing may, before it is frozen."""
    with bulk_role():
        found = {name: int(fetch(sql, {"incident": incident})[0][0]) for name, sql in UNFINISHED.items()}
    return {name: n for name, n in found.items() if n}


def kept_groups(closing: Closing) -> frozenset[str]:
    """The groups that stay for now."""
    return frozenset(closing.kept.filter(over_at=None).values_list("group", flat=True))


def gather(closing: Closing) -> None:
    """Note by id which persons and doors go, anew: those whom nothing but this incident gives a reason to be known."""
    kept = kept_groups(closing)
    named = [one for one in registry().goes if one.person]
    of = {one.table + one.key: belongs(one, "%(incident)s", "%(closing)s") for one in named}
    used = " UNION ".join(
        f"SELECT r.{one.person} AS id FROM {one.table} r WHERE {of[one.table + one.key]}"  # noqa: S608
        for one in named
    )
    elsewhere = [
        (one, f"SELECT f.root FROM family f JOIN {one.table} r ON r.{one.person} = f.id"  # noqa: S608
              + ("" if one.group in kept else f" WHERE ({of[one.table + one.key]}) IS NOT TRUE"))
        for one in named
    ]  # fmt: skip
    register = "SELECT f.root FROM family f JOIN roster_entry r ON r.person_id = f.id"
    reasons = " UNION ".join([*(sql for _one, sql in elsewhere), register])
    health = " UNION ".join(sql for one, sql in elsewhere if one.group in ("cases", "orders"))
    family = f"""
        WITH used AS (SELECT DISTINCT id FROM ({used}) u WHERE id IS NOT NULL),
        roots AS (SELECT DISTINCT coalesce(q.merged_into_id, p.merged_into_id, p.id) AS root
                    FROM used JOIN register_person p USING (id) LEFT JOIN register_person q ON q.id = p.merged_into_id),
        direct AS (SELECT root AS id, root FROM roots
                   UNION SELECT p.id, root FROM roots JOIN register_person p ON p.merged_into_id = root),
        family AS (SELECT * FROM direct
                   UNION SELECT p.id, root FROM direct d JOIN register_person p ON p.merged_into_id = d.id)"""  # noqa: S608
    params = {"incident": closing.incident_id, "closing": closing.pk}
    with bulk_role():
        run("DELETE FROM sunset_item WHERE closing_id = %(closing)s", params)
        run(
            "CREATE TEMPORARY TABLE IF NOT EXISTS sunset_family (id bigint, root bigint, stays boolean,"
            " seen boolean) ON COMMIT DROP"
        )
        run("TRUNCATE sunset_family")
        filled = "INSERT INTO sunset_family SELECT id, root"
        run(f"{family} {filled}, root IN ({reasons}), root IN ({health}) FROM family", params)
        for kind, condition in (("person", "NOT stays"), ("examined", "NOT seen")):
            run(f"INSERT INTO sunset_item (closing_id, kind, subject_id)"  # noqa: S608
                f" SELECT DISTINCT %(closing)s, '{kind}', id FROM sunset_family WHERE {condition}", params)  # fmt: skip
        run(
            """INSERT INTO sunset_item (closing_id, kind, subject_id)
            SELECT %(closing)s, 'door', d.id FROM (
                SELECT household_id AS id FROM register_presence WHERE incident_id = %(incident)s
                UNION SELECT household_id FROM isolation_order WHERE incident_id = %(incident)s
                UNION SELECT p.household_id FROM zones_part p JOIN zones_zone z ON z.id = p.zone_id
                       WHERE z.incident_id = %(incident)s) d
             WHERE d.id IS NOT NULL
               AND NOT EXISTS (SELECT FROM register_presence o WHERE o.household_id = d.id
                                AND o.incident_id IS DISTINCT FROM %(incident)s)
               AND NOT EXISTS (SELECT FROM isolation_order o WHERE o.household_id = d.id
                                AND (o.incident_id <> %(incident)s OR %(orders)s))
               AND NOT EXISTS (SELECT FROM zones_part p JOIN zones_zone z ON z.id = p.zone_id
                                WHERE p.household_id = d.id AND (z.incident_id <> %(incident)s OR %(zones)s))""",
            {**params, "orders": "orders" in kept, "zones": "zones" in kept},
        )


def counted(closing: Closing) -> dict[str, int]:
    """How many rows of each table would go, in the order of destruction."""
    params = {"incident": closing.incident_id, "closing": closing.pk}
    found: dict[str, int] = {}
    with bulk_role():
        for one in registry().going(kept_groups(closing)):
            where = belongs(one, "%(incident)s", "%(closing)s")
            n = int(fetch(f"SELECT count(*) FROM {one.table} r WHERE {where}", params)[0][0])  # noqa: S608
            found[one.table] = found.get(one.table, 0) + n
    return found


def totals(incident: int) -> list[dict[str, str]]:
    """The anonymous numbers that remain, by county: persons, tasks, closed ones. Small ones are not told.

    A person with tasks in two villages is counted in each.
    """
    sql = """SELECT area / 1000000 * 1000000, count(DISTINCT person_id), count(*),
                    count(*) FILTER (WHERE status = 'closed') FROM casework_task
              WHERE incident_id = %(incident)s GROUP BY 1"""
    with bulk_role():
        rows = fetch(sql, {"incident": incident})
    counts = {unit.name: Counter[str]() for unit in county_units()}
    for area, persons, tasks, closed in rows:
        unit = next((unit.name for unit in county_units() if area in unit.jurisdiction), "–")
        counts.setdefault(unit, Counter()).update({"persons": persons, "tasks": tasks, "closed": closed})
    return [{"unit": unit, **coarse(dict(numbers))} for unit, numbers in counts.items() if numbers]


def keys_in_use(closing: Closing) -> list[int]:
    """The numbers of the vault keys that sealed the numbers of those who go."""
    sql = """SELECT DISTINCT get_byte(s, 0) FROM register_person p JOIN sunset_item i ON i.subject_id = p.id
          AND i.closing_id = %s AND i.kind = 'person', unnest(ARRAY[p.document_sealed, p.phone_sealed]) s
          WHERE length(s) > 0 ORDER BY 1"""
    with bulk_role():
        return [number for (number,) in fetch(sql, [closing.pk])]


def destroy_slice(closing: Closing) -> bool:
    """Destroy the next rows, and write down how many; False when nothing of the incident is left."""
    params = {"incident": closing.incident_id, "closing": closing.pk, "most": SLICE}
    for one in registry().going(kept_groups(closing)):
        ids = _next(one, params)
        if ids:
            for cleared in one.clears:
                table, column = cleared.split(".")
                _definer("sunset_clear", closing.pk, table, column, ids)
            _definer("sunset_remove", closing.pk, one.table, one.pk, ids)
            before = closing.gone.get(one.table, {"rows": 0, "hash": ""})
            said = f"{before['hash']}:{','.join(map(str, ids))}".encode()
            closing.gone[one.table] = {
                "rows": before["rows"] + len(ids),
                "hash": hashlib.sha256(said).hexdigest(),
            }
            return True
    return False


def _next(one: Goes, params: dict[str, int]) -> list[int]:
    where = belongs(one, "%(incident)s", "%(closing)s")
    order = f"({one.last}), r.{one.pk}" if one.last else f"r.{one.pk}"
    sql = f"SELECT r.{one.pk} FROM {one.table} r WHERE {where} ORDER BY {order} LIMIT %(most)s"  # noqa: S608
    with bulk_role():
        return [pk for (pk,) in fetch(sql, params)]


def _definer(function: str, closing: int, table: str, column: str, ids: list[int]) -> None:
    with bulk_role():
        fetch(f"SELECT {function}(%s, %s, %s, %s)", [closing, table, column, ids])


def blacken(closing: Closing) -> int:
    """Blacken names, numbers and addresses of those who go where staff typed them; returns how many texts had any.

    Reasons in the history of what stays are among them.
    """
    words = _words_of(closing)
    if not words:
        return 0
    found = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    going = {f"{one.table}_transition" for one in registry().goes}
    with bulk_role():
        histories = [name for (name,) in fetch(HISTORIES) if name not in going]
    typed = [(table, column) for table, columns in registry().scrubs.items() for column in columns]
    rows = 0
    for table, column in [*typed, *((table, "reason") for table in histories)]:
        for ids, texts in _touched(found, table, column):
            _rewrite(closing, table, column, ids, texts)
            rows += len(ids)
    return rows


def _rewrite(closing: Closing, table: str, column: str, ids: list[str], texts: list[str]) -> None:
    """Other texts in a column; of what can only be added to, the owner's function changes it."""
    with bulk_role():
        ((may, kind),) = fetch(COLUMN, {"table": table, "column": column})
        if not may:
            fetch("SELECT sunset_blacken(%s, %s, %s, %s, %s)", [closing.pk, table, column, ids, texts])
            return
        run(
            f"UPDATE {table} t SET {column} = v.said::{kind} FROM unnest(%s::text[], %s::text[]) v (id, said)"  # noqa: S608
            f" WHERE t.id = v.id::{_key(table)}",
            [ids, texts],
        )


def _key(table: str) -> str:
    return "uuid" if table == "kernel_command" else "bigint"


def _touched(
    found: ahocorasick_rs.AhoCorasick, table: str, column: str
) -> Iterator[tuple[list[str], list[str]]]:
    """Rows in which something is found, with what they shall say, `SLICE` at a time."""
    kind = _key(table)
    last = str(UUID(int=0)) if kind == "uuid" else "0"
    page = f"""SELECT id::text, {column}::text FROM {table}
                WHERE id > %s::{kind} AND {column}::text <> '' ORDER BY id LIMIT %s"""  # noqa: S608
    while True:
        with bulk_role():
            rows = fetch(page, [last, SLICE])
        if not rows:
            return
        last = rows[-1][0]
        changed = [(pk, new) for pk, text in rows if (new := _blackened(found, text)) != text]
        if changed:
            yield [pk for pk, _text in changed], [text for _pk, text in changed]


def _blackened(found: ahocorasick_rs.AhoCorasick, text: str) -> str:
    said, at = [], 0
    for _word, start, end in found.find_matches_as_indexes(text):
        said += [text[at:start], BLACK]
        at = end
    return "".join([*said, text[at:]])


def _words_of(closing: Closing) -> list[str]:
    sql = """SELECT p.name, p.document_sealed, p.phone_sealed
               FROM register_person p JOIN sunset_item i ON i.subject_id = p.id
              WHERE i.closing_id = %s AND i.kind = 'person'"""
    with bulk_role():
        rows = fetch(sql, [closing.pk])
        addresses = fetch(ADDRESSES, {"closing": closing.pk})
    words = {address for (address,) in addresses if len(address) >= TELLING}
    for name, document, phone in rows:
        words |= {name, vault().open("document", document), vault().open("phone", phone)}
    # JSON says some signs in another way; a single character would blacken half of everything.
    return sorted({form for word in words if len(word) > 1 for form in _forms(word)})


def _forms(word: str) -> Iterable[str]:
    return {word, json.dumps(word, ensure_ascii=False)[1:-1]}


def forget_items(closing: Closing) -> None:
    """The ids of those who went are not needed any more."""
    with bulk_role():
        run("DELETE FROM sunset_item WHERE closing_id = %s", [closing.pk])


def guard_sql(table: str) -> tuple[str, str]:
    """SQL for a migration, and back: whoever writes rows of a frozen incident into this table is refused.

    The tables of destruction itself are written by the owner's functions alone, which the guard lets pass.
    """
    rule = registry().rule_of(table)
    if rule is None or rule.items:
        raise ValueError(f"{table} does not belong to an incident")
    condition = belongs(rule, "f.incident_id", "f.id").replace("'", "''")
    made, gone = [], []
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        name = f"{table}_frozen_{event.lower()}"
        made.append(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} TABLE AS touched"
            f" FOR EACH STATEMENT WHEN (current_user <> 'gangmu_owner') EXECUTE FUNCTION sunset_guard('{condition}');"
        )
        gone.append(f"DROP TRIGGER {name} ON {table};")
    return "\n".join(made), "\n".join(gone)
