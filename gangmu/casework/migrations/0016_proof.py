"""What a phone took at the door, in sealed parts; it is seen with its report."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.ddl import RowSecurity, follows


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_settlement")]
    operations = [
        migrations.CreateModel(
            "ProofPart",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proof", models.UUIDField()),
                ("number", models.SmallIntegerField()),
                ("of", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proof_parts",
                        to="casework.report",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "proofpart", models.UniqueConstraint(fields=("proof", "number"), name="proof_part_once")
        ),
        migrations.AddConstraint(
            "proofpart",
            models.CheckConstraint(
                condition=models.Q(("number__gte", 0), ("number__lt", models.F("of")), ("of__lte", 40)),
                name="proof_part_number",
            ),
        ),
        RowSecurity("casework_proofpart", follows("casework_report", "p.id = report_id")),
    ]
