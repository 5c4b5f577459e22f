"""Name search: one definer function that applies the scope and writes the access log."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "search.sql")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_handover_name_queues"),
        ("accounts", "0002_security"),
        ("register", "0002_security"),
    ]
    operations = [migrations.RunSQL(SQL["search"], SQL["drop"])]
