"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.control.intake.states import LIFECYCLE
from gangmu.kernel.ddl import History, RowSecurity
from gangmu.kernel.sqlfiles import statements
from pathlib import Path

LEDGER = statements(Path(__file__).parents[1] / "sql" / "ledger.sql")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("kernel", "0002_security"), ("casework", "0002_security")]
    operations = [
        RowSecurity("intake_batch"),
        RowSecurity("intake_row"),
        History("intake_batch", LIFECYCLE.edges()),
        migrations.RunSQL(LEDGER["keep"], LEDGER["drop"]),
    ]
