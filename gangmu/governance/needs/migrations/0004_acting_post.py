"""The post that acts is found by its key: it was looked for among all posts, at each page that counts needs."""

from django.db import migrations

from gangmu.kernel.ddl import ACTING_POST, PolicyChanged, in_scope

BEFORE = """("needs_need"."to" = 'trio' OR starts_with(current_setting('gangmu.actor', true), 'system:')
    OR EXISTS (SELECT FROM organization_post p WHERE p.id::text = split_part(current_setting('gangmu.actor', true), '/', 2)
                AND p.role IN ('desk', 'leader', 'inspector') OFFSET 0))"""
ABOVE = f"""("needs_need"."to" = 'trio' OR starts_with(current_setting('gangmu.actor', true), 'system:')
    OR EXISTS (SELECT FROM organization_post p WHERE p.id = {ACTING_POST}
                AND p.role IN ('desk', 'leader', 'inspector') OFFSET 0))"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0003_handler")]
    operations = [
        PolicyChanged("needs_need", f"{in_scope()} AND {ABOVE}", before=f"{in_scope()} AND {BEFORE}")
    ]
