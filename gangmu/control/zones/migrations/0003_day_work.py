"""Works of a day in the grids of a zone."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from gangmu.kernel.ddl import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_proof"), ("zones", "0002_security")]
    operations = [
        migrations.CreateModel(
            name="DayWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("area", models.BigIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("run", models.SmallIntegerField()),
                ("doors", models.IntegerField()),
                ("due_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField(null=True)),
                ("reached", models.IntegerField(null=True)),
                ("inspected", models.IntegerField(null=True)),
                ("found", models.IntegerField(null=True)),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.task"
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="works",
                        to="zones.zone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["zone", "on", "code", "run", "area"], name="day_work_once"),
                    models.CheckConstraint(
                        condition=Q(reached__isnull=True, inspected__isnull=True, found__isnull=True)
                        | Q(reported_at__isnull=False),
                        name="day_work_counts_are_reported",
                    ),
                ]
            },
        ),
        RowSecurity("zones_daywork"),
    ]
