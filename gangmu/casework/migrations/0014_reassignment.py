"""Open tasks follow the mode of their town; who had claimed one may still report it."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.ddl import RowSecurity, follows
from gangmu.kernel.reference import Reference
from gangmu.kernel.sqlfiles import statements

REPORT = statements(Path(__file__).parents[1] / "sql" / "steps.sql")["report"]


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0013_tally'),
        ('organization', '0006_modes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reassignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('claimed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source_body', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.body')),
                ('target_body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.body')),
                ('task', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='reassignments', to='casework.task')),
            ],
        ),
        RowSecurity("casework_reassignment", follows("casework_task", "p.id = task_id")),
        Reference("casework_reassignment", "task_id", "casework_task"),
        Reference("casework_reassignment", "source_body_id", "organization_body"),
        Reference("casework_reassignment", "target_body_id", "organization_body"),
        migrations.RunSQL(["DROP FUNCTION casework_report(jsonb)", (REPORT, None)], migrations.RunSQL.noop),
    ]
