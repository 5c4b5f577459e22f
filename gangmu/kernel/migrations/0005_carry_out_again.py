"""A command that waited for its first arrival, and so did not win, gets the first one's answer."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "commands.sql")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_command_at")]
    operations = [migrations.RunSQL(SQL["carry_out"], migrations.RunSQL.noop)]
