"""Nobody counts who is inside a zone of a frozen incident."""

from django.db import migrations

from gangmu.command.sunset.bulk import guard_sql


class Migration(migrations.Migration):
    dependencies = [("sunset", "0003_guard_sampling"), ("zones", "0005_headcount")]
    operations = [migrations.RunSQL(*guard_sql("zones_headcount"))]
