"""A zone is public: a resident who comes by his link reads what holds at his door."""

from django.db import migrations

from gangmu.kernel.guests import OwnRows


class Migration(migrations.Migration):
    dependencies = [("zones", "0003_day_work")]
    operations = [OwnRows("zones_zone", "starts_with(current_setting('gangmu.actor', true), 'guest:')")]
