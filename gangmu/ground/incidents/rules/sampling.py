"""What a pack says of sampling: how many may share a tube, who never does, how soon a result is due."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gangmu.ground.incidents.rules.parts import Code, Strict, Text

Minutes = Annotated[int, Field(gt=0, le=60 * 24 * 7)]


class Sampling(Strict):
    """`pools`: sizes of tubes; `singly`: categories whose people are sampled singly, as is whoever an order binds.

    `recall_minutes`: within how many natural minutes a member of a positive pool is told.
    """

    pools: tuple[Literal[1, 5, 10, 20], ...] = Field(min_length=1)
    singly: tuple[Code, ...] = ()
    single_minutes: Minutes
    pool_minutes: Minutes
    recall_minutes: Minutes
    source: Text
