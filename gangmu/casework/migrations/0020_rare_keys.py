"""Who claims is asked where somebody does; a history is written by its task alone, so its task is there (ADR 13)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.reference import NoReference, Reference

HISTORY = ("casework_task_transition", "subject_id", "casework_task")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0019_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="task",
            name="claimed_by",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="+", to=settings.AUTH_USER_MODEL,
            ),
        ),
        Reference("casework_task", "claimed_by_id", "accounts_user", rare=True),
        NoReference(*HISTORY, cascade=True),
        Reference(*HISTORY, cascade=True, own=True),
    ]  # fmt: skip
