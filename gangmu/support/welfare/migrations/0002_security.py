"""Row security and history of staff care: a member sees his own rows, a leader those of his ground.

What is sealed about a family opens to the leaders of the body that wrote it, whatever their ground.
"""

from django.db import migrations

from gangmu.kernel.ddl import AppendOnly, History, RowSecurity, in_scope
from gangmu.support.welfare.states import COMMENDATION, VISIT

ACTOR = "current_setting('gangmu.actor', true)"
POST = f"""EXISTS (SELECT FROM organization_post p
    WHERE p.id::text = split_part({ACTOR}, '/', 2) AND p.role = 'leader' OFFSET 0)"""
LEADER = f"({in_scope()} AND ({POST} OR {ACTOR} LIKE 'system:%'))"


def me(column: str) -> str:
    """That a column names whoever acts."""
    return f"{column}::text = split_part({ACTOR}, '/', 1)"


class Migration(migrations.Migration):
    dependencies = [("welfare", "0001_initial"), ("kernel", "0002_security")]
    operations = [
        RowSecurity("welfare_statement", LEADER),
        *(
            RowSecurity(f"welfare_{name}", f"({me('user_id')} OR {LEADER})", LEADER)
            for name in ("line", "rest", "visit")
        ),
        RowSecurity(
            "welfare_commendation",
            f"({me('proposed_by_id')} OR (status = 'approved' AND {me('user_id')}) OR {LEADER})",
            f"({me('proposed_by_id')} OR {LEADER})",
        ),
        RowSecurity(
            "welfare_hardship",
            f"({POST} AND body_id::text = current_setting('gangmu.body', true))",
        ),
        History("welfare_visit", VISIT.edges()),
        History("welfare_commendation", COMMENDATION.edges()),
        *(AppendOnly(f"welfare_{name}") for name in ("statement", "line", "rest", "hardship")),
    ]
