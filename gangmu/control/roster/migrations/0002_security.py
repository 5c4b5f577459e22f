"""Row security and history of this domain's tables (kernel.ddl)."""

from django.db import migrations

from gangmu.control.roster.states import LIFECYCLE
from gangmu.kernel.ddl import History, RowSecurity, follows
from gangmu.kernel.reference import Reference

OF_IMPORT = follows("roster_import", "p.id = source_id")


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial"), ("kernel", "0002_security"), ("register", "0003_set_keys")]
    operations = [
        RowSecurity("roster_import"),
        RowSecurity("roster_piece", OF_IMPORT),
        RowSecurity("roster_line", OF_IMPORT),
        RowSecurity("roster_entry", OF_IMPORT),
        History("roster_import", LIFECYCLE.edges()),
        Reference("roster_entry", "person_id", "register_person"),
        Reference("roster_entry", "source_id", "roster_import"),
    ]
