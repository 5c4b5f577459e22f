"""Nothing of sampling or of a zone's daily works is written in a frozen incident."""

from django.db import migrations

from gangmu.command.sunset.bulk import guard_sql

GUARDED = (
    "sampling_specimen", "sampling_recall", "sampling_parked", "sampling_required", "sampling_tube",
    "sampling_consignment", "sampling_planmember", "zones_daywork",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("sunset", "0002_guard"), ("sampling", "0002_security"), ("zones", "0003_day_work")]
    operations = [migrations.RunSQL(*guard_sql(table)) for table in GUARDED]
