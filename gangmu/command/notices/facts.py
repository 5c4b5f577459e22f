"""What happens to notices that others may care about."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class MatrixChanged(Fact, kind="notices.matrix_changed"):
    """A changed row of the notice matrix is in force; `subject_id` is the change."""

    rule: str
