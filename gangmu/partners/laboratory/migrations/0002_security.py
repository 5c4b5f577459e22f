"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.kernel.ddl import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("laboratory", "0001_initial"), ("register", "0002_security")]
    operations = [
        RowSecurity(
            "laboratory_labresult", "EXISTS (SELECT 1 FROM register_person p WHERE p.id = person_id)"
        ),
    ]
