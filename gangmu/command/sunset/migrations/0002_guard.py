"""Nothing of a frozen incident is written; destruction is the owner's, and only of what is being destroyed."""

from django.db import migrations

from gangmu.command.sunset.bulk import guard_sql
from gangmu.command.sunset.states import CLOSING
from gangmu.kernel.ddl import History

GUARDED = (
    "intake_row", "intake_batch", "needs_answer", "needs_need", "links_link", "seals_alarm", "seals_opening",
    "seals_binding", "isolation_outing", "isolation_reading", "isolation_noticeread", "isolation_homecheck",
    "isolation_change", "isolation_planday", "isolation_order", "zones_event", "zones_extent", "zones_part",
    "zones_zone", "casework_proofpart", "casework_review", "casework_settlement", "casework_report",
    "casework_handover", "casework_task", "register_careneed", "register_presence",
)  # fmt: skip

GUARD = """
CREATE FUNCTION sunset_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    found boolean;
BEGIN
    -- In ordinary times this one look is all that it costs.
    IF NOT EXISTS (SELECT FROM sunset_closing WHERE status IN ('frozen', 'destroying', 'destroyed')) THEN
        RETURN NULL;
    END IF;
    EXECUTE 'SELECT EXISTS (SELECT FROM touched r, sunset_closing f'
            ' WHERE f.status IN (''frozen'', ''destroying'', ''destroyed'') AND ' || TG_ARGV[0] || ')' INTO found;
    IF found THEN
        RAISE EXCEPTION '%: this incident is closed', TG_TABLE_NAME USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END $body$;
ALTER FUNCTION sunset_guard() OWNER TO gangmu_bulk;

CREATE FUNCTION sunset_allowed(closing bigint) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM sunset_closing WHERE id = closing AND status = 'destroying') THEN
        RAISE EXCEPTION 'nothing is being destroyed' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $body$;
CREATE FUNCTION sunset_remove(closing bigint, from_table text, column_name text, ids bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    gone bigint;
BEGIN
    PERFORM sunset_allowed(closing);
    EXECUTE format('DELETE FROM %I WHERE %I = ANY ($1)', from_table, column_name) USING ids;
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone < cardinality(ids) THEN  -- what the owner may not see he cannot delete: said, not tried for ever
        RAISE EXCEPTION '%: % of % rows could not be destroyed', from_table, cardinality(ids) - gone, cardinality(ids);
    END IF;
END $body$;
CREATE FUNCTION sunset_clear(closing bigint, in_table text, column_name text, ids bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    PERFORM sunset_allowed(closing);
    EXECUTE format('UPDATE %I SET %I = NULL WHERE %I = ANY ($1)', in_table, column_name, column_name) USING ids;
END $body$;
CREATE FUNCTION sunset_blacken(closing bigint, in_table text, column_name text, ids text[], texts text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    id_type text := (SELECT format_type(atttypid, atttypmod) FROM pg_attribute
                      WHERE attrelid = in_table::regclass AND attname = 'id');
    of_type text := (SELECT format_type(atttypid, atttypmod) FROM pg_attribute
                      WHERE attrelid = in_table::regclass AND attname = column_name);
BEGIN
    PERFORM sunset_allowed(closing);
    EXECUTE format('UPDATE %I t SET %I = v.said::%s FROM unnest($1, $2) v (id, said) WHERE t.id = v.id::%s',
                   in_table, column_name, of_type, id_type) USING ids, texts;
END $body$;
-- A person is seen where he has a presence; when those are gone, only this lets the owner delete him.
CREATE POLICY sunset ON register_person TO gangmu_owner
    USING (EXISTS (SELECT FROM sunset_closing c WHERE c.status = 'destroying'));
REVOKE EXECUTE ON FUNCTION sunset_remove, sunset_clear, sunset_blacken FROM gangmu_web;
"""
UNGUARD = """
DROP POLICY sunset ON register_person;
DROP FUNCTION sunset_blacken;
DROP FUNCTION sunset_clear;
DROP FUNCTION sunset_remove;
DROP FUNCTION sunset_allowed;
DROP FUNCTION sunset_guard;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sunset", "0001_initial"),
        ("kernel", "0002_security"),
        ("intake", "0009_progress"),
        ("needs", "0002_security"),
        ("links", "0003_openings"),
        ("seals", "0002_security"),
        ("isolation", "0002_security"),
        ("zones", "0002_security"),
        ("casework", "0016_proof"),
        ("register", "0006_careneed"),
    ]
    operations = [
        History("sunset_closing", CLOSING.edges()),
        migrations.RunSQL(GUARD, UNGUARD),
        *(migrations.RunSQL(*guard_sql(table)) for table in GUARDED),
    ]
