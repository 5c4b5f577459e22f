"""The household of a presence is checked set by set (ADR 13)."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):
    dependencies = [("register", "0006_careneed")]
    operations = [
        migrations.AlterField(
            model_name="presence",
            name="household",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="presences", to="register.household",
            ),
        ),
        Reference("register_presence", "household_id", "register_household"),
    ]  # fmt: skip
