"""Whose result it is, is asked for row by row."""

from django.db import migrations

from gangmu.kernel.ddl import PolicyChanged, follows


class Migration(migrations.Migration):
    dependencies = [("laboratory", "0002_security")]
    operations = [
        PolicyChanged(
            "laboratory_labresult",
            follows("register_person", "p.id = person_id"),
            before="EXISTS (SELECT 1 FROM register_person p WHERE p.id = person_id)",
        ),
    ]
