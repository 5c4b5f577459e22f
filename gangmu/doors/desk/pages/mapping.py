"""The columns of a header that no layout knows: guesses with their reasons, one choice per column."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gangmu.control.intake import policy
from gangmu.control.intake.actions import prepare
from gangmu.control.intake.queries import batch_in, read_guesses
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.forms import MappingForm
from gangmu.doors.desk.queries.words import guess_text


@page(may=policy.may_push)
def columns(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Say what each column means; saved choices are remembered for the next file with such headers."""
    batch = batch_in(request.scope, batch_id)
    if batch.status not in ("uploaded", "ready"):
        return redirect("desk:batch", batch_id)
    guesses = read_guesses(batch)
    form = MappingForm(guesses, request.POST or None)
    if request.method == "POST" and form.is_valid():
        prepare(request.actor, batch, form.chosen())
        return redirect("desk:batch", batch_id)
    lines = [(guess, form[f"column{guess.column}"], guess_text(guess.reason)) for guess in guesses]
    context = {
        "filename": batch.filename,
        "back": reverse("desk:batch", args=[batch_id]),
        "form": form,
        "lines": lines,
    }
    return render(request, "desk/mapping.html", context, status=422 if form.errors else 200)
