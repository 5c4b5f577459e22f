"""The tasks at hand are told as one JSON value."""

from pathlib import Path

from django.db import migrations

from gangmu.kernel.sqlfiles import statements

AT_HAND = statements(Path(__file__).parents[1] / "sql" / "steps.sql")["at_hand"]


class Migration(migrations.Migration):
    dependencies = [("casework", "0020_rare_keys"), ("kernel", "0007_asked_for_json")]
    operations = [
        migrations.RunSQL(["DROP FUNCTION casework_at_hand", (AT_HAND, None)], migrations.RunSQL.noop),
    ]
