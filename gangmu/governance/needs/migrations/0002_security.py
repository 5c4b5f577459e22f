"""Row security and history of needs: ground and role for staff, his own for a resident."""

from django.db import migrations

from gangmu.governance.needs.states import NEED
from gangmu.kernel.ddl import AppendOnly, History, RowSecurity, follows, in_scope
from gangmu.kernel.guests import OwnRows, own

ACTOR = "current_setting('gangmu.actor', true)"
# Trios do not see complaints and objections, which they may be about.
ABOVE = f"""(needs_need."to" = 'trio' OR starts_with({ACTOR}, 'system:') OR EXISTS (SELECT FROM organization_post p
    WHERE p.id::text = split_part({ACTOR}, '/', 2) AND p.role IN ('desk', 'leader', 'inspector') OFFSET 0))"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("kernel", "0002_security"), ("organization", "0001_initial")]
    operations = [
        RowSecurity("needs_need", f"{in_scope()} AND {ABOVE}", in_scope()),
        OwnRows("needs_need", own("person_id"), writes=True),
        RowSecurity("needs_answer", follows("needs_need", "p.id = need_id"), in_scope()),
        History("needs_need", NEED.edges()),
        AppendOnly("needs_answer"),
    ]
