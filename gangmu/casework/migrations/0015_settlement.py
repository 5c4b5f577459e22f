"""Which of two reports counts is decided by the joint office, and kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gangmu.kernel.ddl import RowSecurity, follows, in_scope


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_reassignment"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            "Settlement",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.BigIntegerField()),
                ("counts", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settlement",
                        to="casework.report",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        RowSecurity("casework_settlement", f"{in_scope()} OR {follows('casework_report', 'p.id = report_id')}"),
        migrations.AddIndex(
            "report", models.Index(condition=models.Q(("late", True)), fields=["id"], name="report_late")
        ),
    ]
