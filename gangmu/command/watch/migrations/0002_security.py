"""Row security and history of the watch, and its law: no hole, nothing rewritten, two signatures (ADR 21)."""

from django.db import migrations

from gangmu.command.watch.states import LIFECYCLE
from gangmu.kernel.ddl import AppendOnly, History, RowSecurity

# Ended means: the next one begins at that very moment. With one open watch of an office and no two that end together,
# all of them are one chain, and a chain has neither hole nor overlap.
NO_HOLE = """
ALTER TABLE watch_watch ADD CONSTRAINT watch_no_hole FOREIGN KEY (body_id, ends_at)
    REFERENCES watch_watch (body_id, starts_at) DEFERRABLE INITIALLY DEFERRED;
REVOKE UPDATE, DELETE, TRUNCATE ON watch_watch FROM gangmu_web, gangmu_bulk;
GRANT UPDATE (ends_at) ON watch_watch TO gangmu_web;
REVOKE DELETE, TRUNCATE ON watch_changeover, watch_point, watch_gap FROM gangmu_web, gangmu_bulk;
"""
HOLES = """
GRANT UPDATE, DELETE, TRUNCATE ON watch_watch TO gangmu_web, gangmu_bulk;
GRANT DELETE, TRUNCATE ON watch_changeover, watch_point, watch_gap TO gangmu_web, gangmu_bulk;
ALTER TABLE watch_watch DROP CONSTRAINT watch_no_hole;
"""
FROZEN = """
CREATE FUNCTION watch_changeover_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.status = 'accepted' OR OLD.watch_id <> NEW.watch_id
       OR (OLD.status = 'handed' AND NEW.status <> 'drafted'
           AND (OLD.snapshot, OLD.notes, OLD.digest, OLD.handed_by_id, OLD.handed_at, OLD.because)
               IS DISTINCT FROM (NEW.snapshot, NEW.notes, NEW.digest, NEW.handed_by_id, NEW.handed_at, NEW.because))
    THEN
        RAISE EXCEPTION 'watch_changeover: what is signed does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER watch_changeover_kept BEFORE UPDATE ON watch_changeover
    FOR EACH ROW EXECUTE FUNCTION watch_changeover_kept();
"""
THAWED = "DROP TRIGGER watch_changeover_kept ON watch_changeover; DROP FUNCTION watch_changeover_kept();"


class Migration(migrations.Migration):
    dependencies = [("watch", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        *(RowSecurity(f"watch_{name}") for name in ("watch", "changeover", "point", "gap", "alarm")),
        History("watch_changeover", LIFECYCLE.edges()),
        AppendOnly("watch_alarm"),
        migrations.RunSQL(NO_HOLE, HOLES),
        migrations.RunSQL(FROZEN, THAWED),
    ]
