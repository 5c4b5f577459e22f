"""Moves as functions whose plans are kept (sql/steps.sql)."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "steps.sql")


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_released_feed"), ("kernel", "0003_commands")]
    operations = [
        migrations.RunSQL(made, f"DROP {'TYPE' if name == 'given' else 'FUNCTION'} casework_{name}")
        for name, made in SQL.items()
    ]
