"""Row security, history, and numbers that nobody changes.

A county sees its own names and answers; the numbers of all counties are seen by all: ranking is public among them.
"""

from django.db import migrations

from gangmu.kernel.ddl import AppendOnly, History, RowSecurity
from gangmu.responsibility.rates.states import OBJECTION, STEP, WEEK

NEVER = """
CREATE FUNCTION rates_never() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION '%: a frozen number is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $body$;
CREATE TRIGGER rates_rate_never BEFORE UPDATE OR DELETE ON rates_rate
    FOR EACH STATEMENT EXECUTE FUNCTION rates_never();
CREATE TRIGGER rates_roll_never BEFORE UPDATE ON rates_roll FOR EACH STATEMENT EXECUTE FUNCTION rates_never();
CREATE FUNCTION rates_week_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION 'rates_week: rules and times of a frozen week are never changed'
        USING ERRCODE = 'restrict_violation';
END $body$;
CREATE TRIGGER rates_week_never
    BEFORE UPDATE OF incident_id, begins, rules, denominator, frozen_at, objections_until ON rates_week
    FOR EACH ROW EXECUTE FUNCTION rates_week_rules();
"""
AGAIN = """
DROP TRIGGER rates_week_never ON rates_week;
DROP TRIGGER rates_roll_never ON rates_roll;
DROP TRIGGER rates_rate_never ON rates_rate;
DROP FUNCTION rates_week_rules;
DROP FUNCTION rates_never;
"""


class Migration(migrations.Migration):
    dependencies = [("rates", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        RowSecurity("rates_roll"),
        RowSecurity("rates_objection"),
        RowSecurity("rates_step"),
        RowSecurity("rates_answer"),
        History("rates_week", WEEK.edges()),
        History("rates_objection", OBJECTION.edges()),
        History("rates_step", STEP.edges()),
        *(AppendOnly(f"rates_{name}") for name in ("rate", "roll", "answer")),
        migrations.RunSQL(NEVER, AGAIN),
    ]
