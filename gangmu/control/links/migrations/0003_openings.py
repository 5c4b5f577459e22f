"""A resident sees the openings of his own door, and announces them."""

from django.db import migrations

from gangmu.kernel.ddl import follows
from gangmu.kernel.guests import OwnRows, own


class Migration(migrations.Migration):
    dependencies = [("links", "0002_security"), ("seals", "0002_security")]
    operations = [
        OwnRows("seals_opening", follows("isolation_order", f"p.id = order_id AND {own('p.person_id')}"), writes=True)
    ]
