"""Imports of the register: which there are, how far one is, its file, its lines that go back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gangmu.control.intake.rules import Field, Guess, Problem, Row
from gangmu.control.intake.rules.survey import learned_from, mapping_of
from gangmu.control.roster.bulk import piece_of
from gangmu.control.roster.models import Import, Line
from gangmu.control.roster.rules.heads import guesses_of, read_head
from gangmu.control.roster.rules.records import Layout
from gangmu.control.roster.rules.residents import Reader
from gangmu.control.roster.states import ImportStatus
from gangmu.ground.territory.queries import address_index, known_areas
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

LEDGER = ("received", "created", "changed", "unchanged", "questioned", "outside", "refused")
CHUNK = 2000


def import_in(scope: Scope, import_id: int) -> Import:
    """An import of an office on the scope's ground; Refused('not_found') for another's as for none."""
    one = Import.objects.within(scope).select_related("imported_by").filter(pk=import_id).first()
    if one is None:
        raise Refused("not_found")
    found: Import = one
    return found


def imports_in(scope: Scope, before: int = 0, size: int = 30) -> list[Import]:
    """The newest imports on the scope's ground, older than an import id if one is given."""
    found = Import.objects.within(scope).select_related("imported_by").defer("preview", "mapping", "layout")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:size])


def lines_back(scope: Scope, one: Import) -> Iterator[tuple[Row, list[Problem]]]:
    """The lines that were not taken in, with their cells and why, in the order of the file."""
    after = -1
    while True:
        chunk = list(Line.objects.filter(source=one, number__gt=after).order_by("number")[:CHUNK])
        for line in chunk:
            kept = json.loads(vault().open("row", line.sealed))
            problems = [
                Problem(f, c, v, tuple((k, p) for k, p in params)) for f, c, v, params in kept["problems"]
            ]
            if line.repeats is not None:
                problems.append(Problem("row", "row_repeated", "", (("line", str(line.repeats)),)))
            yield Row(line.number, kept["cells"]), problems
        if len(chunk) < CHUNK:
            return
        after = chunk[-1].number


def head_of(one: Import) -> bytes:
    """The beginning of its file, from which columns and encoding are known."""
    return piece_of(one.pk, 0)


def read_guesses(one: Import) -> list[Guess]:
    """What the columns probably mean, with samples. Never stored: samples are personal data."""
    head = head_of(one)
    return guesses_of(read_head(head, one.filename, whole=len(head) == one.size)[1], learned_fields())


def learned_fields() -> dict[str, Field]:
    """What people have chosen on the mapping page for headers that no layout knows."""
    done = Import.objects.filter(status=ImportStatus.DONE, mapping__profile="").order_by("-id")
    mappings: list[dict[str, Any]] = list(done.values_list("mapping", flat=True)[:50])
    return learned_from(reversed(mappings))


def layout_of(one: Import) -> Layout:
    """How the lines of its file become cells."""
    return Layout(**{**one.layout, "header": tuple(one.layout["header"])})


def reader_of(one: Import) -> Reader:
    """Whoever reads its lines: with its columns, and the ground as it is today."""
    ground = Jurisdiction(one.lo, one.hi, tuple((lo, hi) for lo, hi in one.holes))
    areas, index = known_areas(), address_index()
    return Reader(layout_of(one), mapping_of(one.mapping), clock.today(), areas, ground, index)
