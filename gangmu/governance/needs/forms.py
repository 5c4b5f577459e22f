"""What is typed about a need: by the trio that reports its task, at the desk. The words are what the resident reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from gangmu.casework.rules import RELEASE, ReportForm, TaskKind, register, words_field
from gangmu.governance.needs.models import Answer, Need
from gangmu.governance.needs.rules import TRIO, rules, task_kind
from gangmu.kernel.scope import Actor

Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]


LABEL = ("给住户的答复（住户可见）", "Answer, as the resident reads it")


class Helped(ReportForm):
    """It was done."""

    answer: Words = words_field(
        LABEL,
        ("已办好。", "It is done."),
        ("已送到您家门口。", "It stands at your door."),
        ("已安排，今天送到。", "It is arranged and comes today."),
    )

    def reaches_further(self) -> bool:
        """The resident is answered."""
        return True


class NotPossible(Helped):
    """It cannot be done; the words say why and what instead."""

    answer: Words = words_field(
        LABEL,
        (
            "我们这里办不了，已转合署办公点，会有人联系您。",
            "We cannot do it here; the joint office has it and will call you.",
        ),
    )


FORMS: dict[str, type[ReportForm]] = {"done": Helped, "not_possible": NotPossible}


def _receive(actor: Actor, task: Any, form: Helped) -> None:
    from gangmu.governance.needs.actions import answer_by_task

    answer_by_task(actor, task, "not_possible" if isinstance(form, NotPossible) else "done", form.answer)


def register_kinds() -> None:
    """Make the tasks of needs known to casework: a second person looks at each answer when it is released."""
    for code, kind in rules().kinds.items():
        if kind.to == TRIO:
            register(TaskKind(task_kind(code), FORMS, gates=(RELEASE,), receive=_receive))


class NoteForm(forms.Form):
    """What somebody says at his door or by phone, written down by whoever hears it."""

    kind = forms.ChoiceField(label=_("What is it about?"))
    channel = forms.ChoiceField(
        label=_("Said"), choices=Need.Channel.choices[1:3], widget=forms.RadioSelect, initial="phone"
    )
    text = forms.CharField(
        label=_("In his words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, kinds: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where the kind says nothing, words are needed."""
        found: dict[str, Any] = super().clean() or {}
        kind = rules().kinds.get(found.get("kind", ""))
        if kind and kind.explain and not found.get("text"):
            self.add_error("text", _("Write in a few words what it is about."))
        return found


class AnswerForm(forms.Form):
    """An answer at the desk."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=Answer.Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Answer, as the resident reads it"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
