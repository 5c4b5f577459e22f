"""What a pack is made of at its smallest: words, deadlines, questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator

from gangmu.kernel.clock import add_work_minutes

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Strict):
    """Something with a code for the machine and a name in both languages for people."""

    code: Code
    name: Text
    english: Text


class Words(Strict):
    """A sentence in both languages."""

    text: Text
    english: Text


class Deadline(Strict):
    """How long a stage may take, in minutes of the clock on the wall (natural) or of office hours (work)."""

    minutes: int = Field(gt=0, le=60 * 24 * 30)
    hours: Literal["natural", "work"] = "natural"

    def after(self, start: datetime, holidays: frozenset[date] = frozenset()) -> datetime:
        """The moment at which the stage that began at `start` (aware) is due, UTC."""
        if self.hours == "work":
            return add_work_minutes(start, self.minutes, holidays)
        return start + timedelta(minutes=self.minutes)


class Choice(Words):
    """One of the answers to a question of kind 'choice'."""

    code: Code


# What an answer may be, by the kind of its question; a 'number' counts something.
ANSWERS: Mapping[str, Any] = {
    "text": Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)],
    "date": date,
    "yes_no": bool,
    "number": Annotated[int, Field(ge=0, le=100_000)],
}


class Question(Words):
    """One fact about a person: `known` if files usually bring it, so that it is never asked again.

    A question may stay open, for an invented answer is worse than none; a `required` one may not.
    """

    code: Code
    known: bool = False
    required: bool = False
    kind: Literal["text", "date", "yes_no", "number", "choice"] = "text"
    choices: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _choices_for_a_choice(self) -> Question:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices go with kind 'choice', and only with it")
        return self

    def field(self, insist: bool) -> tuple[Any, Any]:
        """The question as a field of a pydantic model; `ui` has its wording in Chinese and English.

        Without `insist` it may stay open although it is required.
        """
        allowed = Literal[tuple(c.code for c in self.choices)] if self.choices else ANSWERS[self.kind]
        ui: dict[str, Any] = {"label": [self.text, self.english]}
        if self.choices:
            ui["labels"] = {choice.code: [choice.text, choice.english] for choice in self.choices}
        if self.required and insist:
            return allowed, Field(json_schema_extra={"ui": ui})
        return allowed | None, Field(None, json_schema_extra={"ui": ui})


class Proof(Words):
    """What is proved at a door by whoever reports one `outcome` of a task `kind`: a photo, a voice note, the position.

    Asked for where the report's answer to `when` is `says`; without `when`, always. `code` names it in the report.
    """

    code: Code
    kind: Code
    outcome: Code
    take: Literal["photo", "voice", "position"]
    when: Code | None = None
    says: str | bool | None = None

    @model_validator(mode="after")
    def _says_with_when(self) -> Proof:
        if (self.when is None) != (self.says is None):
            raise ValueError("'when' and 'says' go together")
        return self

    def asked_for(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers call for it."""
        return self.when is None or answers.get(self.when) == self.says


@cache
def answers_to(questions: tuple[Question, ...], insist: bool = True) -> type[Strict]:
    """The form of some questions, a field for each by its code: pages, phone and API are made from this model."""
    fields: dict[str, Any] = {question.code: question.field(insist) for question in questions}
    return create_model("Asked", __base__=Strict, **fields)
