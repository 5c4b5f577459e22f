"""Row security and history of zones: whoever's ground a zone's unit meets may see it, and all that belongs to it."""

from django.db import migrations

from gangmu.control.zones.states import ZONE
from gangmu.kernel.ddl import HI, LO, AppendOnly, History, RowSecurity, follows


class Migration(migrations.Migration):
    dependencies = [("zones", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        RowSecurity("zones_zone", f"(area < {HI} AND hi > {LO})"),
        *(
            RowSecurity(f"zones_{name}", follows("zones_zone", "p.id = zone_id"))
            for name in ("extent", "part", "event")
        ),
        History("zones_zone", ZONE.edges()),
        *(AppendOnly(f"zones_{name}") for name in ("extent", "event")),
    ]
