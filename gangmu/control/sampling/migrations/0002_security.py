"""Row security, history, and what the database keeps of sampling by itself: its law, its coverage, its hot steps."""

from pathlib import Path

from django.db import migrations

from gangmu.control.sampling.states import COVERAGE, RECALL, ROUND, TUBE
from gangmu.kernel.ddl import HI, LO, AppendOnly, History, RowSecurity, follows, in_scope
from gangmu.kernel.reference import Reference
from gangmu.kernel.sqlfiles import statements

FOLDER = Path(__file__).parents[1] / "sql"
LAW, STEPS = statements(FOLDER / "law.sql"), statements(FOLDER / "steps.sql")
MEETS = f"(area < {HI} AND hi > {LO})"
APPEND = f"INSERT INTO {COVERAGE.into} ({COVERAGE.columns})"

REQUIRED = "SELECT area, round_id, 'required' AS what, missed::text AS how, {sign} AS sign FROM {rows}"
SPECIMEN = """SELECT s.area, s.round_id, 'sampled' AS what, CASE WHEN t.valid THEN 'valid' ELSE '' END AS how,
    {sign} AS sign FROM {rows} s JOIN sampling_tube t ON t.id = s.tube_id WHERE s.counts AND s.required"""
# A tube that comes to say something of each who is in it, or says it no more.
TUBE_TURNED = """SELECT s.area, s.round_id, 'tube' AS what, 'valid' AS how,
    CASE WHEN n.valid THEN 1 ELSE -1 END AS sign
    FROM fresh n JOIN stale o ON o.id = n.id AND o.valid <> n.valid
    JOIN sampling_specimen s ON s.tube_id = n.id AND s.counts AND s.required"""


def quoted(sql: str) -> str:
    """SQL as a dollar-quoted text: it is planned anew for the size of each statement, one tube or half a million."""
    return f"$sql${sql}$sql$"


def kept(table: str, lines: str, operations: str) -> migrations.RunSQL:
    """The triggers that append to the coverage what a statement changed."""
    came, went = lines.format(rows="fresh", sign=1), lines.format(rows="stale", sign=-1)
    name = f"{table}_covered"
    update = f"{came} UNION ALL {went}"
    made = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = public, pg_temp AS $body$
        BEGIN
            EXECUTE CASE TG_OP WHEN 'INSERT' THEN {quoted(f"{APPEND} {COVERAGE.changes(came)}")}
                               WHEN 'DELETE' THEN {quoted(f"{APPEND} {COVERAGE.changes(went)}")}
                               ELSE {quoted(f"{APPEND} {COVERAGE.changes(update)}")} END;
            RETURN NULL;
        END $body$;
        ALTER FUNCTION {name}() OWNER TO gangmu_bulk;
        CREATE TRIGGER {name}_came AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        CREATE TRIGGER {name}_changed AFTER UPDATE ON {table} REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        CREATE TRIGGER {name}_went AFTER DELETE ON {table} REFERENCING OLD TABLE AS stale
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();"""
    if operations == "update":
        made = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = public, pg_temp AS $body$
        BEGIN
            EXECUTE {quoted(f"{APPEND} {COVERAGE.changes(lines)}")};
            RETURN NULL;
        END $body$;
        ALTER FUNCTION {name}() OWNER TO gangmu_bulk;
        CREATE TRIGGER {name} AFTER UPDATE ON {table} REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();"""
    return migrations.RunSQL(made, f"DROP FUNCTION {name}() CASCADE")


def definer(name: str) -> str:
    """Functions that see past a scope belong to the role that may."""
    return f"ALTER FUNCTION {name} OWNER TO gangmu_bulk"


class Migration(migrations.Migration):
    dependencies = [
        ("sampling", "0001_initial"),
        ("kernel", "0002_security"),
        ("isolation", "0002_security"),
        ("casework", "0002_security"),
    ]
    operations = [
        RowSecurity("sampling_round", MEETS),
        RowSecurity("sampling_plan", MEETS),
        *(
            RowSecurity(f"sampling_{name}")
            for name in (
                "required", "site", "consignment", "tube", "specimen", "parked", "resultlist", "recall", "keyplace",
                "check", "planmember",
            )
        ),
        RowSecurity("sampling_coverage", in_scope(once=True)),
        RowSecurity("sampling_result", follows("sampling_tube", "p.id = tube_id")),
        History("sampling_round", ROUND.edges()),
        History("sampling_tube", TUBE.edges()),
        History("sampling_recall", RECALL.edges()),
        AppendOnly("sampling_result"),
        AppendOnly("sampling_check"),
        Reference("sampling_required", "round_id", "sampling_round", cascade=True),
        Reference("sampling_required", "person_id", "register_person", cascade=True),
        Reference("sampling_specimen", "person_id", "register_person"),
        migrations.RunSQL(LAW["singly"], "DROP FUNCTION sampling_singly(bigint, bigint, jsonb)"),
        migrations.RunSQL(
            [LAW["lawful"], definer("sampling_lawful()"), LAW["lawful_trigger"]],
            "DROP FUNCTION sampling_lawful() CASCADE",
        ),
        migrations.RunSQL(LAW["counted"], "DROP VIEW sampling_counted"),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON sampling_coverage FROM gangmu_web",
            "GRANT INSERT, UPDATE, DELETE, TRUNCATE ON sampling_coverage TO gangmu_web",
        ),
        kept("sampling_required", REQUIRED, "all"),
        kept("sampling_specimen", SPECIMEN, "all"),
        kept("sampling_tube", TUBE_TURNED, "update"),
        migrations.RunSQL(STEPS["given"], "DROP TYPE sampling_given"),
        *(
            migrations.RunSQL(
                [STEPS[name], definer(f"sampling_{name}(jsonb)")], f"DROP FUNCTION sampling_{name}(jsonb)"
            )
            for name in ("register", "seal")
        ),
    ]
