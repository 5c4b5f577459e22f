"""How many tasks a village has is estimated well: with a hundred steps for a city, twelve were expected of a thousand."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_gates_by_ground")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE casework_task ALTER area SET STATISTICS 1000",
            "ALTER TABLE casework_task ALTER area SET STATISTICS -1",
        )
    ]
