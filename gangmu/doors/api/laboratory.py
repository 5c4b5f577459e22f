"""Laboratory results in."""

from __future__ import annotations

from ninja import Router, Schema
from pydantic import Field

from gangmu.doors.api.access import ApiRequest, command_id, within
from gangmu.partners.laboratory.actions import receive
from gangmu.partners.laboratory.rules import Received, ResultIn

router = Router(tags=["laboratory"])


class ResultsIn(Schema):
    """Results of one laboratory, up to 10,000 at a time."""

    laboratory: str = Field(min_length=1, max_length=60)
    results: list[ResultIn] = Field(max_length=10_000)


@router.post("", response=Received, summary="Send laboratory results")
@within("laboratory")
def lab_results(request: ApiRequest, body: ResultsIn) -> Received:
    """A specimen is stored once; the same result again changes nothing, a corrected one replaces it."""
    return receive(request.auth, command_id(request), body.laboratory, body.results)
