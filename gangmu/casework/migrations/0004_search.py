"""The search for persons came here; since 0009 it has another signature."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_handover_name_queues"),
        ("accounts", "0002_security"),
        ("register", "0002_security"),
    ]
    operations: list[migrations.RunSQL] = []
