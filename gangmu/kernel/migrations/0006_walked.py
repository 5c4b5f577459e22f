"""Checks of references that are there by now walk along keys only; `ddl.Reference` makes new ones so."""

from django.db import migrations

from gangmu.kernel.ddl import WALKED

AGAIN = f"""
    DO $do$
    DECLARE
        made regprocedure;
    BEGIN
        FOR made IN SELECT oid FROM pg_proc
                     WHERE pronamespace = 'public'::regnamespace AND proname ~ '_(given|kept)$'
                       AND 'enable_mergejoin=off' = ANY (proconfig) LOOP
            EXECUTE format('ALTER FUNCTION %s %s', made, $set${WALKED}$set$);
        END LOOP;
    END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_carry_out_again")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
