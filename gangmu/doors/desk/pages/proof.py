"""A photo, a voice note or a position that was asked for at a door; whoever opens it is written down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from gangmu.casework import policy
from gangmu.casework.queries import case, proof_content
from gangmu.doors.access import StaffRequest, page
from gangmu.ground.accounts.actions import log_access

# What a file begins with, and what it is; browsers record voices in one of three containers.
BEGINNINGS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x1a\x45\xdf\xa3", "audio/webm"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"OggS", "audio/ogg"),
)
# Whatever a phone has sent: a browser may show it, and run nothing of it.
ALONE = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


@require_GET
@page(may=policy.may_see_cases)
def proof(request: StaffRequest, task_id: int, proof_id: UUID) -> HttpResponse:
    """Its bytes as they were taken."""
    task = case(request.scope, task_id)
    content = proof_content(request.scope, task_id, proof_id)
    log_access(request.actor, "open", task.person_id, f"proof {proof_id}, task {task_id}")
    kinds = (kind for at, mark, kind in BEGINNINGS if content[at : at + len(mark)] == mark)
    kind = next(kinds, "text/plain; charset=utf-8")
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Security-Policy": ALONE, "X-Content-Type-Options": "nosniff"},
    )
