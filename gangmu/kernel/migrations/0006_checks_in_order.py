"""Checks of references that are there by now ask in the key's order, as `kernel.reference` makes new ones."""

from django.db import migrations

from gangmu.kernel.reference import IN_ORDER

FOUND = r"(SELECT x.{0} FROM \1 x WHERE x.{0} BETWEEN {1} AND {1} ORDER BY x.{0} LIMIT 1)"
GIVEN = (r"NOT EXISTS \(SELECT FROM (\w+) p WHERE p\.id = (f\.\w+)\)", FOUND.format("id", r"\2") + " IS NULL")
KEPT = (
    r"EXISTS \(SELECT FROM gone g JOIN (\w+) c ON c\.(\w+) = g\.id\)",
    "EXISTS (SELECT FROM gone g WHERE " + FOUND.format(r"\2", "g.id") + " IS NOT NULL)",
)
AGAIN = f"""
    DO $do$
    DECLARE
        made regprocedure;
    BEGIN
        FOR made IN SELECT oid FROM pg_proc
                     WHERE pronamespace = 'public'::regnamespace AND proname ~ '_(given|kept)$'
                       AND 'enable_mergejoin=off' = ANY (proconfig) LOOP
            EXECUTE regexp_replace(regexp_replace(pg_get_functiondef(made), $r${GIVEN[0]}$r$, $r${GIVEN[1]}$r$, 'g'),
                                   $r${KEPT[0]}$r$, $r${KEPT[1]}$r$, 'g');
            EXECUTE format('ALTER FUNCTION %s RESET ALL', made);
            EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', made);
            EXECUTE format('ALTER FUNCTION %s {IN_ORDER}', made);
        END LOOP;
    END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_carry_out_again")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
