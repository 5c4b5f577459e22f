"""Row security and history of this domain's tables (kernel.ddl), and what its SQL needs."""

from pathlib import Path

from django.db import migrations

from gangmu.command.notices.states import CHANGE, DELIVERY
from gangmu.kernel.ddl import History, RowSecurity, in_scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "sending.sql")
# What is a person's own is seen by nobody else, whatever ground he acts on.
OWN = "user_id::text = split_part(current_setting('gangmu.actor', true), '/', 1)"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        RowSecurity("notices_notice", f"({OWN} OR (user_id IS NULL AND {in_scope()}))"),
        RowSecurity("notices_delivery"),
        RowSecurity("notices_group"),
        RowSecurity("notices_address", OWN),
        RowSecurity("notices_preference", OWN),
        History("notices_delivery", DELIVERY.edges()),
        History("notices_change", CHANGE.edges()),
        migrations.RunSQL(SQL["wake_function"], "DROP FUNCTION notices_wake(timestamptz, time, time)"),
        # Digests read facts by time. They are written in its order, so the smallest of indexes does.
        migrations.RunSQL(
            "CREATE INDEX notices_fact_at ON kernel_fact USING brin (at)", "DROP INDEX notices_fact_at"
        ),
    ]
