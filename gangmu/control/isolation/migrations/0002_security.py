"""Row security and history of this domain's tables: everything lies on the ground of its order."""

from django.db import migrations

from gangmu.control.isolation.states import LIFECYCLE
from gangmu.kernel.ddl import AppendOnly, History, RowSecurity

OF_AN_ORDER = ("planday", "change", "reading", "outing", "noticeread", "homecheck")


class Migration(migrations.Migration):
    dependencies = [("isolation", "0001_initial"), ("kernel", "0002_security"), ("register", "0006_careneed")]
    operations = [
        RowSecurity("isolation_order"),
        *(RowSecurity(f"isolation_{name}") for name in OF_AN_ORDER),
        History("isolation_order", LIFECYCLE.edges()),
        AppendOnly("isolation_change"),
    ]
