"""What follows a task is asked for row by row."""

from django.db import migrations

from gangmu.kernel.ddl import PolicyChanged, follows


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_unfinished")]
    operations = [
        PolicyChanged(
            "casework_report",
            follows("casework_task", "p.id = task_id"),
            before="EXISTS (SELECT 1 FROM casework_task t WHERE t.id = task_id)",
        ),
        PolicyChanged(
            "casework_review",
            follows("casework_report", "p.id = report_id"),
            before="EXISTS (SELECT 1 FROM casework_report r WHERE r.id = report_id)",
        ),
        PolicyChanged(
            "casework_task_transition",
            follows("casework_task", "p.id = subject_id"),
            before="EXISTS (SELECT 1 FROM casework_task t WHERE t.id = subject_id)",
            name="follows",
        ),
    ]
