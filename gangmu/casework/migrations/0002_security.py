"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.casework.states import LIFECYCLE
from gangmu.kernel.ddl import History, RowSecurity, in_scope


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("kernel", "0002_security"), ("register", "0002_security")]
    operations = [
        RowSecurity("casework_task"),
        RowSecurity("casework_report", "EXISTS (SELECT 1 FROM casework_task t WHERE t.id = task_id)"),
        RowSecurity("casework_review", "EXISTS (SELECT 1 FROM casework_report r WHERE r.id = report_id)"),
        RowSecurity("casework_handover", f"{in_scope('source_area')} OR {in_scope('target_area')}"),
        RowSecurity("casework_escalation"),
        History("casework_task", LIFECYCLE.edges()),
    ]
