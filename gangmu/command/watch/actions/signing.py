"""A watch begins, is handed over and taken: two people, two signatures, and between them one is responsible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gangmu.command.watch import policy
from gangmu.command.watch.facts import WatchGapEnded, WatchTaken
from gangmu.command.watch.models import Changeover, Gap, Watch
from gangmu.command.watch.queries import compose
from gangmu.command.watch.rules import SECTIONS, digest_of
from gangmu.command.watch.states import LIFECYCLE
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, tell

REMARK = 300


def own_office(actor: Actor) -> Body:
    """The actor's own joint office. Refused: not_allowed."""
    body = Body.objects.filter(pk=actor.body_id or 0, kind=Body.Kind.JOINT_OFFICE).first()
    if body is None or not policy.may_keep_watch(actor):
        raise Refused("not_allowed")
    return body


def begin(actor: Actor, command: UUID) -> int:
    """The first watch of an office: from now on somebody is responsible for it at every minute.

    Refused: not_allowed, watch_begun.
    """
    body = own_office(actor)

    def do() -> int:
        if Watch.objects.filter(body=body).exists():
            raise Refused("watch_begun")
        try:
            with transaction.atomic():
                return _start(actor, body, clock.now(), None)
        except IntegrityError:
            raise Refused("watch_begun") from None

    return int(once(actor, command, "watch.begin", do))


def _start(actor: Actor, body: Body, at: datetime, changeover: Changeover | None) -> int:
    watch = Watch.objects.create(
        body=body,
        area=body.lo,
        user_id=int(actor.user_id or 0),
        post_id=int(actor.post_id or 0),
        starts_at=at,
    )
    fact = WatchTaken(
        watch.pk, body.lo, body.pk, int(actor.user_id or 0), changeover.pk if changeover else None
    )
    record(actor, fact)
    return int(watch.pk)


def draft(actor: Actor, command: UUID) -> int:
    """Open the changeover of the running watch; the one that is open already is returned. Refused: no_watch."""
    body = own_office(actor)

    def do() -> int:
        watch = Watch.objects.select_for_update().filter(body=body, ends_at=None).first()
        if watch is None:
            raise Refused("no_watch")
        known = Changeover.objects.filter(watch=watch).first()
        if known is None:
            known = Changeover.objects.create(watch=watch, area=body.lo, opened_at=clock.now())
        return int(known.pk)

    return int(once(actor, command, "watch.draft", do))


def hand(actor: Actor, command: UUID, changeover: Changeover, notes: str = "", because: str = "") -> None:
    """Sign what is open now, frozen with the notes. Until somebody takes it, the one responsible stays so.

    Whoever signs in the place of the one responsible says why (he may have fallen ill). Refused: not_allowed,
    reason_missing, move_not_possible.
    """
    body = own_office(actor)
    if changeover.watch.body_id != body.pk:
        raise Refused("not_allowed")
    own = changeover.watch.user_id == actor.user_id
    if not own and not because.strip():
        raise Refused("reason_missing")

    def do() -> None:
        now, text = clock.now(), notes.strip()[:2000]
        kept = compose(Scope.of(actor), changeover.watch).model_dump(mode="json")
        _move(
            changeover,
            "hand",
            notes=text,
            snapshot=kept,
            digest=digest_of(kept, text, int(actor.user_id or 0), now),
            handed_by_id=actor.user_id,
            handed_at=now,
            because="" if own else because.strip()[:200],
        )

    once(actor, command, "watch.hand", do)


def reopen(actor: Actor, command: UUID, changeover: Changeover) -> None:
    """Take one's own signature back as long as nobody has signed the other side. Refused: not_allowed."""
    if own_office(actor).pk != changeover.watch.body_id or changeover.handed_by_id != actor.user_id:
        raise Refused("not_allowed")

    def do() -> None:
        gone = {"snapshot": None, "digest": b"", "handed_by_id": None, "handed_at": None, "because": ""}
        _move(changeover, "reopen", **gone)

    once(actor, command, "watch.reopen", do)


def accept(actor: Actor, command: UUID, changeover: Changeover, seen: Mapping[str, str]) -> int:
    """Sign the other side and be responsible from this moment; returns the new watch.

    `seen`: section → remark ('' for none), for every section that was looked at. Refused: not_allowed,
    own_signature (nobody signs both sides, and nobody takes what he holds), sections_unseen(n), move_not_possible.
    """
    body = own_office(actor)
    if changeover.watch.body_id != body.pk:
        raise Refused("not_allowed")
    if actor.user_id in (changeover.handed_by_id, changeover.watch.user_id):
        raise Refused("own_signature")
    if missing := [code for code in SECTIONS if code not in seen]:
        raise Refused("sections_unseen", n=len(missing))

    def do() -> int:
        now = clock.now()
        remarks = {code: str(seen[code]).strip()[:REMARK] for code in SECTIONS}
        _move(changeover, "accept", seen=remarks, accepted_by_id=actor.user_id, accepted_at=now)
        Watch.objects.filter(pk=changeover.watch_id).update(ends_at=now)
        started = _start(actor, body, now, changeover)
        ended = list(Gap.objects.filter(body=body, ended_at=None))
        Gap.objects.filter(pk__in=[gap.pk for gap in ended]).update(ended_at=now)
        record(actor, *(WatchGapEnded(gap.pk, body.lo, body.pk, now.isoformat()) for gap in ended))
        return started

    return int(once(actor, command, "watch.accept", do))


def _move(changeover: Changeover, move: str, **changes: object) -> None:
    """One of two who move at the same moment wins; the other is told where it stands."""
    target = LIFECYCLE.check(move, changeover.status)
    tell(move=move, reason="")
    same = Changeover.objects.filter(pk=changeover.pk, status=changeover.status)
    if not same.update(status=target, **changes):
        raise Refused("move_not_possible", move=move, status=changeover.status)
