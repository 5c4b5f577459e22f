"""Since when a working trio lacks one of its three."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.ddl import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("organization", "0006_modes"), ("watch", "0002_security")]
    operations = [
        migrations.CreateModel(
            name="RedTrio",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.BigIntegerField()),
                ("roles", models.JSONField(default=list)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["body"], condition=models.Q(ended_at__isnull=True), name="red_trio_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=models.F("since")),
                        name="red_trio_lasts",
                    ),
                ],
            },
        ),
        RowSecurity("watch_redtrio"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON watch_redtrio FROM gangmu_web, gangmu_bulk",
            "GRANT DELETE, TRUNCATE ON watch_redtrio TO gangmu_web, gangmu_bulk",
        ),
    ]
