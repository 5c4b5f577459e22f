"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.kernel.ddl import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        AppendOnly("accounts_accesslog"),
    ]
