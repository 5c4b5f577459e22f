"""Row security and history of this domain's tables (kernel.ddl): the ground's leaders, and each member his own."""

from django.db import migrations

from gangmu.ground.duty.states import LEAVE, ROSTER, SWAP
from gangmu.kernel.ddl import History, RowSecurity, follows, in_scope

ME = "split_part(current_setting('gangmu.actor', true), '/', 1)"
SYSTEM = "starts_with(current_setting('gangmu.actor', true), 'system:')"


def own(*columns: str) -> str:
    """On the ground, or about whoever looks."""
    return " OR ".join([in_scope(), *(f"{column}::text = {ME}" for column in columns)])


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        RowSecurity("duty_roster"),
        RowSecurity("duty_turn", follows("duty_roster", "p.id = roster_id")),
        RowSecurity("duty_leave", own("user_id")),
        RowSecurity("duty_wish", own("user_id")),
        RowSecurity("duty_swap", own("giver_id", "taker_id")),
        RowSecurity("duty_feed", f"user_id::text = {ME} OR {SYSTEM}"),
        History("duty_roster", ROSTER.edges()),
        History("duty_leave", LEAVE.edges()),
        History("duty_swap", SWAP.edges()),
    ]
