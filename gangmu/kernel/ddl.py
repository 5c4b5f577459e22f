"""Migration operations for what tables of work share, so that a migration says only which table and which rule."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.migrations.operations import RunSQL

from gangmu.kernel.tally import Tally

LO = "nullif(current_setting('gangmu.lo', true), '')::bigint"
HI = "nullif(current_setting('gangmu.hi', true), '')::bigint"
HOLES = "coalesce(nullif(current_setting('gangmu.holes', true), ''), '{}')::int8multirange"
TRIGGER = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
ACTING_POST = "(substring(current_setting('gangmu.actor', true) FROM '^[0-9]+/([0-9]+)$'))::bigint"  # or NULL


def in_scope(area: str = "area", *, once: bool = False) -> str:
    """The row-security condition 'this area lies in the jurisdiction of the running transaction'.

    `once` reads the settings once for a query instead of once for a row: for a small table that is read by the
    thousand rows, since the planner does not see the range then.
    """
    lo, hi, holes = (f"(SELECT {setting})" if once else setting for setting in (LO, HI, HOLES))
    return f"({area} >= {lo}\n        AND {area} < {hi}\n        AND NOT {holes} @> {area})"


class RowSecurity(RunSQL):
    """Force row-level security on a table; `using` is an SQL condition, by default on its own `area`.

    `check` binds what may be written, and may be wider than `using` (a clerk may create what he may not read
    back); by default they agree. The owner is bound too: a migration that touches rows must enter a scope.
    """

    def __init__(self, table: str, using: str | None = None, check: str | None = None) -> None:
        using = using or in_scope()
        super().__init__(
            f"""ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY scope ON {table} USING ({using}) WITH CHECK ({check or using});""",
            f"""DROP POLICY scope ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;""",
        )


def follows(parent: str, condition: str) -> str:
    """The row-security condition 'a row of `parent` (called p) that may be seen'; its own policy binds the question.

    OFFSET 0 has it asked row by row, along an index: else all that a scope sees is gathered for the fifty of a page.
    """
    return f"EXISTS (SELECT FROM {parent} p WHERE {condition} OFFSET 0)"


class PolicyChanged(RunSQL):
    """Another condition for reading a table that has row security; `before` is the old one. Writing stays as it was."""

    def __init__(self, table: str, using: str, before: str, name: str = "scope") -> None:
        change = f"ALTER POLICY {name} ON {table} USING"
        super().__init__(f"{change} ({using})", f"{change} ({before})")


class AppendOnly(RunSQL):
    """Nobody but the owner may change or remove rows of this table once they are written."""

    def __init__(self, table: str) -> None:
        changing = f"UPDATE, DELETE, TRUNCATE ON {table}"
        super().__init__(
            f"REVOKE {changing} FROM gangmu_web, gangmu_bulk", f"GRANT {changing} TO gangmu_web, gangmu_bulk"
        )


class MigrationsOnly(RunSQL):
    """Nobody but the owner may write this table: what it holds is law, and comes with the code."""

    def __init__(self, table: str) -> None:
        writing = f"INSERT, UPDATE, DELETE, TRUNCATE ON {table}"
        super().__init__(
            f"REVOKE {writing} FROM gangmu_web, gangmu_bulk", f"GRANT {writing} TO gangmu_web, gangmu_bulk"
        )


class History(RunSQL):
    """The lifecycle's law in the database (design §2.1).

    Makes `<table>_transition` and one statement-level trigger that writes a row per change of `status`, refuses
    edges that are not in `kernel_edge`, and refuses writes without an actor. The readers' policy follows the
    table itself: who sees the row sees its history. `edges` are (from, to, move); '' is 'not yet there'.

    Where several moves join two states, the one named by `gangmu.move` counts. The reason and the changes of a
    statement belong together: a change that follows another move than the named one gets no reason.
    """

    def __init__(self, table: str, edges: Iterable[tuple[str, str, str]]) -> None:
        values = ", ".join(f"('{table}', '{a}', '{b}', '{m}')" for a, b, m in edges)
        born = "SELECT id, '' AS source, status AS target FROM fresh"
        changed = (
            "SELECT n.id, o.status AS source, n.status AS target"
            " FROM fresh n JOIN stale o USING (id) WHERE n.status <> o.status"
        )
        super().__init__(
            f"""
            INSERT INTO kernel_edge (model, source, target, move) VALUES {values};
            CREATE TABLE {table}_transition (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                subject_id bigint NOT NULL REFERENCES {table} (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                source text NOT NULL, target text NOT NULL, move text NOT NULL,
                actor text NOT NULL, at timestamptz NOT NULL, reason text NOT NULL, command_id text NOT NULL);
            CREATE INDEX {table}_transition_subject ON {table}_transition (subject_id, id);
            {_history_function(f"{table}_born", table, born)}
            {_history_function(f"{table}_changed", table, changed)}
            CREATE TRIGGER {table}_born AFTER INSERT ON {table}
                REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {table}_born();
            CREATE TRIGGER {table}_changed AFTER UPDATE ON {table}
                REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
                FOR EACH STATEMENT EXECUTE FUNCTION {table}_changed();
            ALTER TABLE {table}_transition ENABLE ROW LEVEL SECURITY;
            CREATE POLICY follows ON {table}_transition USING ({follows(table, "p.id = subject_id")});
            REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table}_transition FROM gangmu_web, gangmu_bulk;
            """,
            f"""DROP TRIGGER {table}_born ON {table}; DROP TRIGGER {table}_changed ON {table};
            DROP FUNCTION {table}_born(), {table}_changed();
            DROP TABLE {table}_transition;
            DELETE FROM kernel_edge WHERE model = '{table}';""",
        )


class Counting(RunSQL):
    """Keep a tally of a table (`kernel.tally`): one statement-level trigger, written by nobody else but a fold."""

    def __init__(self, tally: Tally) -> None:
        into, table = tally.into, tally.table
        came, went = "SELECT *, 1 AS sign FROM fresh", "SELECT *, -1 AS sign FROM stale"
        append = f"INSERT INTO {into} ({tally.columns})"
        super().__init__(
            f"""
            CREATE FUNCTION {into}_kept() {TRIGGER} AS $body$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    {append} {tally.changes(came)};
                ELSIF TG_OP = 'UPDATE' THEN
                    {append} {tally.changes(f"{came} UNION ALL {went}")};
                ELSIF TG_OP = 'DELETE' THEN
                    {append} {tally.changes(went)};
                ELSE
                    DELETE FROM {into};
                END IF;
                RETURN NULL;
            END $body$;
            ALTER FUNCTION {into}_kept() OWNER TO gangmu_bulk;
            REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {into} FROM gangmu_web;
            CREATE TRIGGER {into}_came AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
                FOR EACH STATEMENT EXECUTE FUNCTION {into}_kept();
            CREATE TRIGGER {into}_changed AFTER UPDATE ON {table} REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
                FOR EACH STATEMENT EXECUTE FUNCTION {into}_kept();
            CREATE TRIGGER {into}_went AFTER DELETE ON {table} REFERENCING OLD TABLE AS stale
                FOR EACH STATEMENT EXECUTE FUNCTION {into}_kept();
            CREATE TRIGGER {into}_emptied AFTER TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {into}_kept();
            """,
            f"""
            DROP TRIGGER {into}_came ON {table}; DROP TRIGGER {into}_changed ON {table};
            DROP TRIGGER {into}_went ON {table}; DROP TRIGGER {into}_emptied ON {table};
            DROP FUNCTION {into}_kept();
            GRANT INSERT, UPDATE, DELETE, TRUNCATE ON {into} TO gangmu_web;
            """,
        )


def _history_function(name: str, table: str, changes: str) -> str:
    """The trigger function that writes history for `changes`, a query that gives id, source, target.

    `pg_temp` stands last in the search path, or a temporary table named kernel_edge could rewrite the law.
    Nested loops are off because the plan is kept for the session: one made for a single row took 71 s for 20,000.
    """
    return f"""
            CREATE FUNCTION {name}() {TRIGGER} SET enable_nestloop = off AS $body$
            DECLARE
                who text := coalesce(current_setting('gangmu.actor', true), '');
                named text := coalesce(current_setting('gangmu.move', true), '');
                why text := coalesce(current_setting('gangmu.reason', true), '');
                command text := coalesce(current_setting('gangmu.command', true), '');
                moment timestamptz := coalesce(nullif(current_setting('gangmu.now', true), '')::timestamptz,
                                               clock_timestamp());
                wanted bigint;
                written bigint;
            BEGIN
                WITH changes AS MATERIALIZED ({changes}),
                edges AS (
                    SELECT DISTINCT ON (source, target) source, target, move
                      FROM kernel_edge WHERE model = '{table}' ORDER BY source, target, move <> named, move),
                history AS (
                    INSERT INTO {table}_transition
                        (subject_id, source, target, move, actor, at, reason, command_id)
                    SELECT id, source, target, move, who, moment,
                           CASE WHEN named IN ('', move) THEN why ELSE '' END, command
                      FROM changes JOIN edges USING (source, target)
                    RETURNING 1)
                SELECT (SELECT count(*) FROM changes), (SELECT count(*) FROM history) INTO wanted, written;
                IF wanted > 0 AND who = '' THEN
                    RAISE EXCEPTION '{table}: a change of state needs an actor'
                        USING ERRCODE = 'insufficient_privilege';
                END IF;
                IF written <> wanted THEN
                    RAISE EXCEPTION '{table}: % of % changes follow no edge of the lifecycle',
                        wanted - written, wanted USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            END $body$;"""
