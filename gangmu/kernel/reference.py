"""Foreign keys that are checked set by set: one query for a statement, not one for a row (ADR 13)."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

from gangmu.kernel.ddl import TRIGGER

# A check asks for the next id in order, one by one. Sorting is off: nothing but an index that begins with the id gives
# that order, so neither what PostgreSQL believes of a table nor a plan kept from a smaller statement misleads it. A
# table that was emptied counts as tiny for a while, and any way into it would seem as good as the key.
IN_ORDER = "SET enable_sort = off"


def found(table: str, column: str, value: str) -> str:
    """The SQL value: `value` if a row of `table` has it in `column`, else NULL."""
    column = f"x.{column}"
    return f"(SELECT {column} FROM {table} x WHERE {column} BETWEEN {value} AND {value} ORDER BY {column} LIMIT 1)"


class Reference(RunSQL):
    """A foreign key that is checked set by set: one query per statement, not one per row (ADR 13).

    `child.column` names an `id` of `parent`, or nobody. The model says `db_constraint=False`. With `cascade` the
    children go with their parent, else a parent that has children stays. Whoever writes, the check comes at the end
    of his statement. Inserting locks no parent: whoever deletes parents stops the writers of their children instead,
    which is rare, and possible in READ COMMITTED only. The id of a parent does not change.

    `rare`: hardly a new child has it, so it is asked for those alone, one by one. `own`: children are written by a
    trigger of the parent and by nobody else (a history), so there is nothing to ask when they come.
    """

    def __init__(
        self,
        child: str,
        column: str,
        parent: str,
        *,
        cascade: bool = False,
        rare: bool = False,
        own: bool = False,
    ) -> None:
        key = f"{child}_{column}"
        lost = f"{found(parent, 'id', f'f.{column}')} IS NULL"
        function = f"{TRIGGER} {IN_ORDER}"
        came = "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT"
        if rare:
            came = f"FOR EACH ROW WHEN (NEW.{column} IS NOT NULL)"
        given = f"""
            CREATE FUNCTION {key}_given() {function} AS $body$
            DECLARE
                missing bigint;
            BEGIN
                IF TG_LEVEL = 'ROW' THEN
                    SELECT f.{column} INTO missing FROM (SELECT NEW.{column}) f WHERE {lost};
                ELSE
                    SELECT f.{column} INTO missing
                      FROM (SELECT DISTINCT {column} FROM fresh WHERE {column} IS NOT NULL) f WHERE {lost} LIMIT 1;
                END IF;
                IF missing IS NOT NULL THEN
                    RAISE EXCEPTION '{child}.{column}: there is no {parent} %', missing
                        USING ERRCODE = 'foreign_key_violation';
                END IF;
                RETURN NULL;
            END $body$;
            CREATE TRIGGER {key}_insert AFTER INSERT ON {child} {came} EXECUTE FUNCTION {key}_given();
            CREATE TRIGGER {key}_update AFTER UPDATE OF {column} ON {child} FOR EACH ROW
                WHEN (NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} IS NOT NULL)
                EXECUTE FUNCTION {key}_given();
            ALTER FUNCTION {key}_given() OWNER TO gangmu_bulk;"""
        not_given = f"""
            DROP TRIGGER {key}_insert ON {child}; DROP TRIGGER {key}_update ON {child};
            DROP FUNCTION {key}_given();"""
        if own:
            given = not_given = ""
        deleted = f"""
                    IF EXISTS (SELECT FROM gone g WHERE {found(child, column, "g.id")} IS NOT NULL) THEN
                        RAISE EXCEPTION '{parent}: {child} points at it' USING ERRCODE = 'foreign_key_violation';
                    END IF;"""
        if cascade:
            deleted = f"DELETE FROM {child} c USING gone g WHERE c.{column} = g.id;"
        super().__init__(
            f"""{given}
            CREATE FUNCTION {key}_kept() {function} AS $body$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    RAISE EXCEPTION '{parent}: an id does not change' USING ERRCODE = 'foreign_key_violation';
                ELSIF TG_OP = 'TRUNCATE' THEN
                    IF EXISTS (SELECT FROM {child} WHERE {column} IS NOT NULL) THEN
                        RAISE EXCEPTION '{parent}: {child} points at it' USING ERRCODE = 'foreign_key_violation';
                    END IF;
                ELSIF TG_WHEN = 'BEFORE' THEN
                    IF current_setting('transaction_isolation') <> 'read committed' THEN
                        RAISE EXCEPTION '{parent}: deleted in READ COMMITTED only'
                            USING ERRCODE = 'feature_not_supported';
                    END IF;
                    LOCK TABLE {child} IN SHARE ROW EXCLUSIVE MODE;
                ELSE
                    {deleted}
                END IF;
                RETURN NULL;
            END $body$;
            CREATE TRIGGER {key}_renamed AFTER UPDATE OF id ON {parent} FOR EACH ROW
                WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION {key}_kept();
            CREATE TRIGGER {key}_deleting BEFORE DELETE ON {parent} FOR EACH STATEMENT EXECUTE FUNCTION {key}_kept();
            CREATE TRIGGER {key}_deleted AFTER DELETE ON {parent} REFERENCING OLD TABLE AS gone
                FOR EACH STATEMENT EXECUTE FUNCTION {key}_kept();
            CREATE TRIGGER {key}_emptied AFTER TRUNCATE ON {parent} FOR EACH STATEMENT EXECUTE FUNCTION {key}_kept();
            ALTER FUNCTION {key}_kept() OWNER TO {"gangmu_owner" if cascade else "gangmu_bulk"};
            """,
            f"""{not_given}
            DROP TRIGGER {key}_renamed ON {parent}; DROP TRIGGER {key}_deleting ON {parent};
            DROP TRIGGER {key}_deleted ON {parent}; DROP TRIGGER {key}_emptied ON {parent};
            DROP FUNCTION {key}_kept();
            """,
        )


class NoReference(RunSQL):
    """A reference is no longer checked so; takes what `Reference` was given."""

    def __init__(self, child: str, column: str, parent: str, *, cascade: bool = False) -> None:
        gone = Reference(child, column, parent, cascade=cascade)
        super().__init__(str(gone.reverse_sql), str(gone.sql))
