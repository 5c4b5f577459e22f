"""The post that acts is found by its key, not among all posts."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from gangmu.kernel.ddl import ACTING_POST, in_scope

ACTOR = "current_setting('gangmu.actor', true)"


def conditions(acting: str) -> dict[str, tuple[str, str]]:
    """What may be read and what may be written, by table; `acting` says that a post is the one that acts."""
    post = f"EXISTS (SELECT FROM organization_post p WHERE {acting} AND p.role = 'leader' OFFSET 0)"
    leader = f"({in_scope()} AND ({post} OR {ACTOR} LIKE 'system:%'))"

    def me(column: str) -> str:
        return f"{column}::text = split_part({ACTOR}, '/', 1)"

    own = f"({me('user_id')} OR {leader})"
    proposed = f"({me('proposed_by_id')} OR {leader})"
    seen = f"({me('proposed_by_id')} OR (status = 'approved' AND {me('user_id')}) OR {leader})"
    family = f"({post} AND body_id::text = current_setting('gangmu.body', true))"
    return {
        "statement": (leader, leader),
        "line": (own, leader),
        "rest": (own, leader),
        "visit": (own, leader),
        "commendation": (seen, proposed),
        "hardship": (family, family),
    }


def policies(acting: str) -> list[str]:
    """The statements that say so."""
    return [
        f"ALTER POLICY scope ON welfare_{table} USING ({read}) WITH CHECK ({write})"
        for table, (read, write) in conditions(acting).items()
    ]


class Migration(migrations.Migration):
    dependencies = [("welfare", "0002_security")]
    operations = [
        RunSQL(policies(f"p.id = {ACTING_POST}"), policies(f"p.id::text = split_part({ACTOR}, '/', 2)"))
    ]
