"""Commands carried out in one round trip."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "commands.sql")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_security")]
    operations = [
        migrations.RunSQL(SQL["enter"], "DROP FUNCTION kernel_enter"),
        migrations.RunSQL(SQL["carry_out"], "DROP FUNCTION kernel_carry_out"),
    ]
