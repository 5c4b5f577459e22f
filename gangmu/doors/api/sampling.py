"""Sampling: rounds and sites down to the phone, scans up from it; a laboratory's tubes and results in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gangmu.control.sampling import actions, policy
from gangmu.control.sampling.actions import ResultsTaken, Scan
from gangmu.control.sampling.queries import open_rounds, sites_in
from gangmu.control.sampling.rules.lists import TubeResultIn, read_results
from gangmu.doors.api.access import ApiRequest, not_reused, within
from gangmu.doors.api.parsing import MIB, Id, Key, Laboratory, limited
from gangmu.doors.api.schema import PROBLEMS
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

field = Router(tags=["field"])
tubes = Router(tags=["laboratory"])


class Strict(BaseModel):
    """What is not known is a mistake."""

    model_config = ConfigDict(extra="forbid")


class SampleBody(Strict):
    """A person into a tube: what the scanner read, or was typed."""

    round: Id
    site: Id
    tube: str = Field(max_length=60)
    capacity: int = Field(description="1, 5, 10 or 20; counts for the first in a tube")
    who: str = Field(max_length=200, description="the person's code, or his document number")
    name: str = Field("", max_length=60, description="of somebody who may not be known yet")


class SealBody(Strict):
    """A tube is shut."""

    round: Id
    tube: str = Field(max_length=60)


class SiteOut(Schema):
    """Where samples are taken."""

    id: int
    name: str


class RoundOut(Schema):
    """A round that runs on the caller's ground."""

    id: int
    name: str
    pool: int = Field(description="how many a tube holds at most")
    ends_at: datetime
    sites: list[SiteOut]


class RoundsOut(Schema):
    """What somebody at a site needs to know; nobody's name."""

    rounds: list[RoundOut]


class TubesIn(Schema):
    """Tubes that a laboratory has, by the codes on them."""

    laboratory: Laboratory
    tubes: list[str] = Field(min_length=1, max_length=10_000)


class TubesOut(Schema):
    """What is known of them."""

    new: int
    before: int = Field(description="said before")
    unknown: list[str] = Field(description="codes that nobody sealed on this ground")


class TubeResultsIn(Schema):
    """Results by tube, up to 20,000 at a time."""

    laboratory: Laboratory
    results: list[TubeResultIn] = Field(min_length=1, max_length=20_000)


@field.get("/sampling", response={200: RoundsOut, **PROBLEMS}, summary="Rounds that run, and their sites")
@within("field")
def field_sampling(request: ApiRequest) -> RoundsOut:
    """Kept on the phone, so that scanning goes on without a signal."""
    if not policy.may_register(request.auth):
        raise Refused("not_allowed")
    sites = sites_in(request.scope)
    return RoundsOut(
        rounds=[
            RoundOut(
                id=one.pk, name=one.name, pool=one.pool, ends_at=one.ends_at,
                sites=[SiteOut(id=site.pk, name=site.name) for site in sites if one.area <= site.area < one.hi],
            )
            for one in open_rounds(request.scope)
        ]
    )  # fmt: skip


@tubes.post("/received", response={200: TubesOut, **PROBLEMS}, summary="Say which tubes came")
@decorate_view(limited(MIB))
@within("laboratory")
def tubes_received(request: ApiRequest, key: Key, body: TubesIn) -> TubesOut:
    """The other side of the hand-over: what a courier has and no laboratory names is looked for."""
    not_reused(request.auth, key, request.body)
    came = actions.receive(request.auth, key, body.laboratory, body.tubes)
    return TubesOut(new=came.new, before=came.before, unknown=came.unknown)


@tubes.post("/results", response={200: ResultsTaken, **PROBLEMS}, summary="Send results by tube")
@decorate_view(limited(8 * MIB))
@within("laboratory")
def tube_results(request: ApiRequest, key: Key, body: TubeResultsIn) -> ResultsTaken:
    """What can be taken is; all that is wrong with the rest is named, lines counting from 0.

    The same results again change nothing; another result is a correction and stands beside the earlier one.
    """
    not_reused(request.auth, key, request.body)
    return actions.receive_results(
        request.auth, key, body.laboratory, lambda now: read_results(body.results, now)
    )


def _sample(actor: Actor, command: UUID, at: AwareDatetime, body: SampleBody) -> tuple[str, dict[str, Any]]:
    scan = Scan(body.round, body.site, body.tube, body.capacity, body.who, at, body.name)
    done = actions.register(actor, command, scan)
    return done.parked, {} if done.parked else {"filled": done.filled, "capacity": done.capacity}


def _seal(actor: Actor, command: UUID, at: AwareDatetime, body: SealBody) -> tuple[str, dict[str, Any]]:
    actions.seal(actor, command, body.round, body.tube, at)
    return "", {}


# Commands of the phone that concern no door.
ACTS: dict[str, tuple[type[BaseModel], Callable[[Actor, UUID, Any, Any], tuple[str, dict[str, Any]]]]] = {
    "sample": (SampleBody, _sample),
    "seal_tube": (SealBody, _seal),
}
