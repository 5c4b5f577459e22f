"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.kernel.ddl import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [
        RowSecurity("register_presence"),
        RowSecurity("register_household"),
        RowSecurity("register_identityquestion"),
        # A person is seen where he has a presence; the inner query is itself bound by the presences' policy.
        RowSecurity(
            "register_person", "EXISTS (SELECT 1 FROM register_presence p WHERE p.person_id = register_person.id)"
        ),
    ]
