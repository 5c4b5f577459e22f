"""A slot of the whole city: 11,328 members of 3,776 trios are told in one statement."""

from __future__ import annotations

import time

import pytest

from gangmu.command.notices import actions
from gangmu.command.notices.models import Delivery, Notice
from gangmu.ground.organization.models import Body
from gangmu.kernel.bulk import bulk_role, run
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.command.notices.conftest import Notices
from tests.control.intake.conftest import person

TRIOS = 3776
MADE = (
    """INSERT INTO organization_body
            (kind, code, name, division_id, mode, line, lo, hi, holes, phone, standing_by, valid)
       SELECT 'trio', 'full-' || n, '第' || n || '组', division_id, 'emergency', '', lo, hi, '[]', '', false, valid
         FROM organization_body, generate_series(1, %(trios)s) n WHERE id = %(like)s""",
    """INSERT INTO organization_post (body_id, role, line, title, in_charge)
       SELECT id, r, '', name || r, false FROM organization_body, unnest(ARRAY['cadre', 'police', 'medic']) r
        WHERE code LIKE 'full-%%'""",
    """INSERT INTO accounts_user (password, username, name, email, language, is_active, date_joined)
       SELECT '!', 'full-' || p.id, p.title, '', '', true, now()
         FROM organization_post p JOIN organization_body b ON b.id = p.body_id WHERE b.code LIKE 'full-%%'""",
    """INSERT INTO organization_holding (user_id, post_id, deputy, valid)
       SELECT id, substr(username, 6)::bigint, false, '[2020-01-01,)' FROM accounts_user
        WHERE username LIKE 'full-%%'""",
    """INSERT INTO notices_address (user_id, channel, sealed, fingerprint, mask, since)
       SELECT id, 'webpush', 'x', decode(md5(username), 'hex'), 'x', now() FROM accounts_user
        WHERE username LIKE 'full-%%'""",
    """INSERT INTO casework_task (kind, incident_id, category, owner_id, status, urgent, flagged, name, address,
                                  building, known, sources, created_at, due_at,
                                  returned_because, last_contact_by, version, area)
       SELECT t.kind, t.incident_id, t.category, b.id, 'open', false, false, 'x', '', '', '{}', 1, now(), now(), '', '',
              1, t.area
         FROM casework_task t, organization_body b, generate_series(1, 5) WHERE b.code LIKE 'full-%%'""",
    """INSERT INTO intake_row (batch_id, number, outcome, area, name, address, category, source_ref, task_id, match,
                               flagged, reasons, candidates, sealed)
       SELECT %(batch)s, 10 + t.id, 'task', t.area, '', '', '', '', t.id, '', false, '[]', '[]', ''
         FROM casework_task t JOIN organization_body b ON b.id = t.owner_id WHERE b.code LIKE 'full-%%'""",
)


@pytest.mark.scale
def test_a_slot_is_told_to_all_members_of_a_city_in_seconds(notices: Notices) -> None:
    batch = notices.intake.push([person(0)])
    with entered(Scope.system("test")), bulk_role():
        like = Body.objects.get(code="441302001001").pk
        for statement in MADE:
            run(statement, {"trios": TRIOS, "like": like, "batch": batch})
        for table in (
            "organization_body",
            "organization_holding",
            "organization_post",
            "casework_task",
            "intake_row",
        ):
            run(f"ANALYZE {table}")
    fact = FactRow.objects.get(kind="intake.push_settled")
    with entered(Scope.system("test")) as scope:
        began = time.monotonic()
        made = actions.tell_fact(scope.actor, fact)
        seconds = time.monotonic() - began
        began = time.monotonic()
        assert actions.tell_fact(scope.actor, fact) == 0
        again = time.monotonic() - began
    with entered(Scope.system("test")), bulk_role():
        assert Notice.objects.filter(fields__count=5).count() == 3 * TRIOS
        queued = Delivery.objects.count()
    print(f"\n{made} told, {queued} deliveries: {seconds:.2f} s; the same again: {again:.2f} s")  # noqa: T201
    assert made >= 3 * TRIOS
    assert seconds < 10
