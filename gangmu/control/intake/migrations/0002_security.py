"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.control.intake.states import LIFECYCLE
from gangmu.kernel.ddl import History, RowSecurity, in_scope
from gangmu.kernel.sqlfiles import statements
from pathlib import Path

LEDGER = statements(Path(__file__).parents[1] / "sql" / "ledger.sql")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("kernel", "0002_security"), ("casework", "0002_security")]
    operations = [
        # A batch is seen by the office that received it, and by every office that got one of its rows.
        RowSecurity(
            "intake_batch",
            f"{in_scope()} OR EXISTS (SELECT 1 FROM intake_row r WHERE r.batch_id = intake_batch.id)",
            check=in_scope(),
        ),
        RowSecurity("intake_row"),
        History("intake_batch", LIFECYCLE.edges()),
        migrations.RunSQL(LEDGER["keep"], LEDGER["drop"]),
    ]
