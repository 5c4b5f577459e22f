"""Commands are told and answered as one JSON value."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "commands.sql")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_checks_in_order")]
    operations = [
        migrations.RunSQL(SQL["carry_out_each"], "DROP FUNCTION kernel_carry_out_each"),
        migrations.RunSQL(SQL["seen"], "DROP FUNCTION kernel_seen"),
    ]
