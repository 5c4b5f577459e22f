"""The search for persons: one definer function that applies the scope and writes the access log."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "search.sql")


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_set_keys"), ("register", "0004_building")]
    operations = [
        migrations.RunSQL(SQL["drop_by_name"], migrations.RunSQL.noop),
        migrations.RunSQL(SQL["search"], SQL["drop"]),
    ]
