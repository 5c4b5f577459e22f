"""Indices with grades: a count by another count, and thresholds whose side is explicit."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from gangmu.ground.incidents.rules.parts import Named, Strict, Text


class Grade(Named):
    """A grade reaches up to `bound`: below it (`<`) or up to and with it (`≤`). The last grade has no bound."""

    bound: float | None = None
    side: Literal["<", "≤"] | None = None
    colour: Literal["green", "yellow", "orange", "red"]

    @model_validator(mode="after")
    def _a_bound_has_a_side(self) -> Grade:
        if (self.bound is None) != (self.side is None):
            raise ValueError(
                f"grade {self.code!r}: a bound says on which side of it the grade lies, '<' or '≤'"
            )
        return self

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies within the grade's bound."""
        if self.bound is None:
            return True
        bound = Fraction(str(self.bound))
        return value < bound if self.side == "<" else value <= bound


class Index(Named):
    """`per` × numerator ÷ denominator, graded: the Breteau index, a share of people moved."""

    numerator: Text
    denominator: Text
    per: int = Field(default=100, ge=1, le=100_000)
    grades: tuple[Grade, ...] = Field(min_length=2)
    source: Text

    @model_validator(mode="after")
    def _grades_climb(self) -> Index:
        bounds = [grade.bound for grade in self.grades[:-1]]
        if (
            None in bounds
            or bounds != sorted(bounds, key=lambda b: b or 0)
            or self.grades[-1].bound is not None
        ):
            raise ValueError(f"index {self.code!r}: bounds must climb, and only the last grade has none")
        return self

    def value(self, numerator: int, denominator: int) -> Fraction:
        """The exact value; ZeroDivisionError where nothing was inspected."""
        return Fraction(self.per * numerator, denominator)

    def grade(self, numerator: int, denominator: int) -> Grade:
        """The grade of two counts; ZeroDivisionError where nothing was inspected."""
        value = self.value(numerator, denominator)
        return next(grade for grade in self.grades if grade.holds(value))


class Transition(Strict):
    """What becomes of people under the rules of `since` (code, or code@version) when this pack takes their place."""

    since: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,39}(@\d{4}\.\d{1,2}(\.\d{1,2})?)?$")
    rule: Literal["keep", "new", "shorter"]
    source: Text
