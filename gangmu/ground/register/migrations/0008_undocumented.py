"""Somebody of that name without a document, for pushes (settle.sql, candidates_at_door)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0007_household_key")]
    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(document_hash__isnull=True, merged_into__isnull=True),
                fields=["name"],
                name="person_undocumented",
            ),
        ),
    ]
