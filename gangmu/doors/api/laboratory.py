"""Laboratory results in."""

from __future__ import annotations

from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from gangmu.doors.api.access import ApiRequest, not_reused, within
from gangmu.doors.api.parsing import MIB, Key, Laboratory, limited
from gangmu.doors.api.schema import PROBLEMS
from gangmu.partners.laboratory.actions import receive
from gangmu.partners.laboratory.rules import Received, ResultIn

router = Router(tags=["laboratory"])


class ResultsIn(Schema):
    """Results of one laboratory, up to 10,000 at a time."""

    laboratory: Laboratory
    results: list[ResultIn] = Field(max_length=10_000)


@router.post("", response={200: Received, **PROBLEMS}, summary="Send laboratory results")
@decorate_view(limited(8 * MIB))
@within("laboratory")
def lab_results(request: ApiRequest, key: Key, body: ResultsIn) -> Received:
    """A specimen is stored once; the same result again changes nothing, a corrected one replaces it.

    Results of persons whom the register does not know are named in `unknown` and not kept: send them again after the
    push that names the person.
    """
    not_reused(request.auth, key, request.body)
    return receive(request.auth, key, body.laboratory, body.results)
