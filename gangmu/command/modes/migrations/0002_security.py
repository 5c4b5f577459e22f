"""Row security and history of plans (kernel.ddl): a plan is seen by whoever answers for one of its towns."""

from django.db import migrations

from gangmu.command.modes.states import LIFECYCLE
from gangmu.kernel.ddl import History, RowSecurity, in_scope

TOWN_OF_MINE = f"EXISTS (SELECT FROM modes_plantown p WHERE p.plan_id = modes_plan.id AND {in_scope('p.area')})"


class Migration(migrations.Migration):
    dependencies = [("modes", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        RowSecurity("modes_plan", f"{in_scope()} OR {TOWN_OF_MINE}", check=in_scope()),
        RowSecurity("modes_plantown"),
        History("modes_plan", LIFECYCLE.edges()),
    ]
