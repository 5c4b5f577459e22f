"""How many are inside, counted by a job, for whoever has all of what was counted on his ground."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.ddl import HI, LO, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("zones", "0004_public")]
    operations = [
        migrations.CreateModel(
            name="Headcount",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("lo", models.BigIntegerField()),
                ("hi", models.BigIntegerField()),
                ("holes", models.TextField()),
                ("counted_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("numbers", models.JSONField()),
                (
                    "zone",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="headcounts",
                        to="zones.zone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["zone", "lo", "hi", "holes"], name="headcount_once")
                ]
            },
        ),
        RowSecurity("zones_headcount", f"(lo >= {LO} AND hi <= {HI})"),
    ]
