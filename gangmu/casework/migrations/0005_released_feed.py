"""Partners read released reports in the order of their release: one index of those moves alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_search")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX casework_task_released ON casework_task_transition (at, id) WHERE move = 'release'",
            "DROP INDEX casework_task_released",
        )
    ]
