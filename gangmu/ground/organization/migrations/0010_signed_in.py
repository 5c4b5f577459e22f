"""Who is signed in is told as one JSON value."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

SIGNED_IN = statements(Path(__file__).parents[1] / "sql" / "posts.sql")["signed_in_function"]


class Migration(migrations.Migration):
    dependencies = [("organization", "0009_set_keys")]
    operations = [
        migrations.RunSQL(["DROP FUNCTION organization_signed_in", (SIGNED_IN, None)], migrations.RunSQL.noop)
    ]
