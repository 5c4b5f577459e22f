"""What a task, its timers and its history point at is checked set by set (ADR 13)."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0007_report_phone_at'),
        ('incidents', '0001_initial'),
        ('organization', '0001_initial'),
        ('register', '0003_set_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='incident',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='incidents.incident'),
        ),
        migrations.AlterField(
            model_name='task',
            name='owner',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='organization.body'),
        ),
        migrations.AlterField(
            model_name='task',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='register.person'),
        ),
        migrations.AlterField(
            model_name='timer',
            name='task',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='timers', to='casework.task'),
        ),
        migrations.RunSQL(
            "ALTER TABLE casework_task_transition DROP CONSTRAINT casework_task_transition_subject_id_fkey",
            "ALTER TABLE casework_task_transition ADD CONSTRAINT casework_task_transition_subject_id_fkey"
            " FOREIGN KEY (subject_id) REFERENCES casework_task (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
        ),
        Reference("casework_task", "incident_id", "incidents_incident"),
        Reference("casework_task", "owner_id", "organization_body"),
        Reference("casework_task", "person_id", "register_person"),
        Reference("casework_timer", "task_id", "casework_task"),
        Reference("casework_task_transition", "subject_id", "casework_task", cascade=True),
    ]
