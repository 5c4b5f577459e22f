"""Row security and history of seals: an installer sees the doors that are his to work at, and nothing else."""

from django.db import migrations

from gangmu.control.seals.states import ALARM, BINDING
from gangmu.kernel.ddl import AppendOnly, History, RowSecurity, follows, in_scope

MINE = "provider_id::text = current_setting('gangmu.body', true)"


class Migration(migrations.Migration):
    dependencies = [("seals", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        # Lent to a town, a device is seen by the village on whose door it is, too.
        RowSecurity(
            "seals_device",
            f"({in_scope()} OR {MINE} OR {follows('seals_binding', 'p.device_id = seals_device.id')})",
            f"({in_scope()} OR {MINE})",
        ),
        RowSecurity("seals_binding", f"({in_scope()} OR {MINE})"),
        *(
            RowSecurity(f"seals_{name}")
            for name in ("event", "judgement", "opening", "alarm", "escalation")
        ),
        History("seals_binding", BINDING.edges()),
        History("seals_alarm", ALARM.edges()),
        AppendOnly("seals_event"),
        AppendOnly("seals_escalation"),
        # Devices report all day: room in each page keeps an update where the row is.
        migrations.RunSQL(
            "ALTER TABLE seals_device SET (fillfactor = 70)", "ALTER TABLE seals_device RESET (fillfactor)"
        ),
    ]
