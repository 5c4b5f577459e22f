"""Who has decided about a row is asked where somebody has (ADR 13)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0009_progress"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="row",
            name="decided_by",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to=settings.AUTH_USER_MODEL,
            ),
        ),
        Reference("intake_row", "decided_by_id", "accounts_user", rare=True),
    ]  # fmt: skip
