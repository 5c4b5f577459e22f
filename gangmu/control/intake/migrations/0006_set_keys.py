"""What a row points at is checked set by set (ADR 13); tasks are found along the numbers of a batch."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0008_set_keys'),
        ('intake', '0005_withdrawn_again'),
        ('register', '0003_set_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='row',
            name='row_outcome',
        ),
        migrations.AlterField(
            model_name='row',
            name='batch',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='intake.batch'),
        ),
        migrations.AlterField(
            model_name='row',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person'),
        ),
        migrations.AlterField(
            model_name='row',
            name='task',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='casework.task'),
        ),
        migrations.AddIndex(
            model_name='row',
            index=models.Index(condition=models.Q(('outcome', 'task'), _negated=True), fields=['batch', 'outcome', 'number'], name='row_outcome'),
        ),
        Reference("intake_row", "batch_id", "intake_batch"),
        Reference("intake_row", "person_id", "register_person"),
        Reference("intake_row", "task_id", "casework_task"),
    ]
