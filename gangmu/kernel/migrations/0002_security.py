"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.kernel.ddl import AppendOnly, MigrationsOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        AppendOnly("kernel_fact"),
        MigrationsOnly("kernel_edge"),
    ]
