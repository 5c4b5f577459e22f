"""A zone is public: a resident who comes by his link reads what holds at his door. The few wide parts have their index."""

from django.db import migrations, models
from django.db.models import Q

from gangmu.kernel.guests import OwnRows


class Migration(migrations.Migration):
    dependencies = [("zones", "0003_day_work")]
    operations = [
        OwnRows("zones_zone", "starts_with(current_setting('gangmu.actor', true), 'guest:')"),
        migrations.AddIndex(
            "part",
            models.Index(fields=["lo", "hi"], condition=Q(kind__in=["whole", "loose"]), name="part_wide"),
        ),
    ]
