"""Row security of links, and what a resident who comes with one sees: his own rows of orders and of each day."""

from django.db import migrations

from gangmu.kernel.ddl import RowSecurity, follows
from gangmu.kernel.guests import OwnRows, own

MINE = follows("isolation_order", f"p.id = order_id AND {own('p.person_id')}")


class Migration(migrations.Migration):
    dependencies = [
        ("links", "0001_initial"), ("isolation", "0002_security"), ("register", "0006_careneed"), ("kernel", "0002_security"),
    ]
    operations = [
        RowSecurity("links_link"),
        OwnRows("isolation_order", own("person_id")),
        *(OwnRows(f"isolation_{table}", MINE) for table in ("planday", "change", "noticeread", "homecheck")),
        *(OwnRows(f"isolation_{table}", MINE, writes=True) for table in ("reading", "outing")),
        OwnRows("register_careneed", own("person_id")),
    ]
