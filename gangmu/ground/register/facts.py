"""What happens to persons that others may care about."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class PersonsMerged(Fact, kind="register.persons_merged"):
    """A human has decided that two persons are one: `subject_id` goes on, whatever was said of `gone` is his."""

    gone: int


@dataclass(frozen=True)
class CareNeedNoted(Fact, kind="register.care_need_noted"):
    """Something must not be forgotten about a person. Subject: the need, which names him."""

    need: str
