"""Into whom a person was merged is asked where he was; households are checked set by set (ADR 13)."""

import django.db.models.deletion
from django.db import migrations, models

from gangmu.kernel.reference import Reference


class Migration(migrations.Migration):
    dependencies = [("register", "0006_careneed")]
    operations = [
        migrations.AlterField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="merged", to="register.person",
            ),
        ),
        migrations.AlterField(
            model_name="presence",
            name="household",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="presences", to="register.household",
            ),
        ),
        Reference("register_person", "merged_into_id", "register_person", rare=True),
        Reference("register_presence", "household_id", "register_household"),
    ]  # fmt: skip
