"""What helps a desk to decide a doubtful row: candidates with names, the matcher's steps, a map, other villages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gangmu.control.intake.models import Row
from gangmu.control.intake.queries import Waiting
from gangmu.doors.desk.queries.names import place_names
from gangmu.doors.desk.queries.words import evidence_text, step_text
from gangmu.ground.register.models import Person
from gangmu.ground.register.queries import places_of
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import address_index, outlines
from gangmu.ground.territory.rules.drawing import path, projection, rings
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of, code_at, floor_to, level_of, span
from gangmu.kernel.scope import Scope

FOUND = 9
WIDTH, HEIGHT = 640, 440  # of the map, in its own units
MARGIN, AROUND = 8, 140  # beside the whole town; beside candidates, for their neighbours
UNITS = re.compile(
    r"^(?:广东省?)?(?:惠州市?)?(?:[\u4e00-\u9fff]{2,4}[区县])?(?:[\u4e00-\u9fff]{2,5}(?:街道办事处|街道|镇|乡))?"
)

NUMBERS = re.compile(r"[\d\s,，（(#一二三四五六七八九十]+(?=[号栋座单楼层室\d]|$)|\d")

VAGUE = re.compile(r"某|附近|旁边|对面|不详|不清|未知|暂无|同上")


def candidates_of(scope: Scope, waiting: Waiting) -> list[dict[str, Any]]:
    """The candidates as {key, field, area, code, name, why}, numbered as the keys 1–9 choose them.

    What the matcher found comes first (`field` is area), then where else the register knows the person to be (known);
    where both mean one village, the register says in which grid.
    """
    found = {
        area_of(candidate["code"]): {
            "field": "area",
            "area": area_of(candidate["code"]),
            "code": candidate["code"],
            "why": [evidence_text(code) for code in candidate.get("reasons", ())],
        }
        for candidate in waiting.candidates
    }
    now = address_index().locate(waiting.row.address)
    if now.status == "match" and area_of(now.code) not in found:  # its name has been learnt since it came
        learnt = {
            "field": "area",
            "area": area_of(now.code),
            "code": now.code,
            "why": [_("learnt meanwhile")],
        }
        found = {area_of(now.code): learnt, **found}
    for presence in places_of(scope, waiting.row.person_id) if waiting.row.person_id else ():
        village = floor_to(presence.area, "village")
        word = _("%(source)s, since %(day)s") % {
            "source": presence.get_source_display(),
            "day": date_format(localtime(presence.since), "Y-m-d"),
        }
        if village not in found:
            found[village] = {"field": "known", "code": code_at(village, "village"), "why": []}
        found[village] |= {"area": presence.area, "why": [*found[village]["why"], word]}
    shown = list(found.values())[:FOUND]
    names = place_names(one["area"] for one in shown)
    return [
        {"key": number, "name": names.get(one["area"], one["code"]), **one}
        for number, one in enumerate(shown, start=1)
    ]


def known_persons(scope: Scope, persons: Iterable[Person]) -> list[dict[str, Any]]:
    """Persons that a row may be, as {person, place}: where the register knows them last on the scope's ground."""
    shown = []
    for person in persons:
        (last,) = places_of(scope, person.pk, 1) or (None,)
        place = f"{place_names([last.area])[last.area]} {last.address}".strip() if last else ""
        shown.append({"person": person, "place": place})
    return shown


def steps_of(row: Row) -> list[str]:
    """How the matcher read the row's address, in sentences."""
    return [step_text(step) for step in address_index().locate(row.address).steps]


def lesson_of(waiting: Waiting) -> dict[str, Any]:
    """What a decision about this address teaches: {learn: the piece of it, teach: whether it does unless told not to}.

    Not unasked: a name that several places bear, two of them, and what is hardly one: the next may mean another.
    """
    learn = learnable(waiting.row.address)
    last = address_index().locate(waiting.row.address).steps[-1]
    named = len(learn) > 2 and not VAGUE.search(learn)
    return {"learn": learn, "teach": named and last.params.get("why") not in ("tie", "two-places")}


def learnable(address: str) -> str:
    """The piece of an address that is worth teaching: behind the units, before the numbers; '' if there is none."""
    rest = NUMBERS.split(UNITS.sub("", address), maxsplit=1)[0].strip()
    return rest[:40] if len(rest) > 1 else ""


def found_villages(scope: Scope, text: str) -> list[dict[str, Any]]:
    """Villages of the scope's ground whose name holds the text, as {key, area, name}."""
    if not text:
        return []
    where = scope.jurisdiction
    found = Division.objects.filter(
        level="village", name__contains=text, lo__gte=where.lo, lo__lt=where.hi, valid__contains=clock.today()
    )
    areas = [lo for lo in found.order_by("lo").values_list("lo", flat=True)[:20] if lo in where]
    names = place_names(areas)
    return [{"area": area, "name": names[area]} for area in areas]


def town_map(area: int, chosen: Iterable[int]) -> dict[str, Any] | None:
    """Where the candidates lie, with what is around them, else the whole town: grids as SVG paths.

    {width, height, shapes: [{path, name, key}], labels: [{key, x, y}]}; `key` is the number of the candidate that a
    grid lies in, else 0. None where no outline is known.
    """
    candidates = list(chosen)
    town = (
        area if level_of(area) not in ("province", "city", "county") else (candidates[0] if candidates else 0)
    )
    if not town:
        return None
    # What is drawn are grids: a group of one lies somewhere in it.
    drawn = [floor_to(one, "grid") if level_of(one) == "group" else one for one in candidates]
    spans = [(number, span(candidate)) for number, candidate in enumerate(drawn, start=1)]
    shapes = []
    for grid in outlines(Jurisdiction(*span(town, "town"))):
        key = next((number for number, (lo, hi) in spans if lo <= grid.area < hi), 0)
        shapes.append((key, grid.name, rings(grid.geometry)))
    meant = [shape for key, _name, shape in shapes if key]
    draw = projection(meant or [shape for *_, shape in shapes], WIDTH, HEIGHT, AROUND if meant else MARGIN)
    if draw is None:
        return None
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "shapes": [
            {"path": path(shape, draw), "name": name, "key": key}
            for key, name, shape in sorted(shapes, key=itemgetter(0))
        ],
        "labels": [
            _label(
                key, [draw(point) for k, _, shape in shapes if k == key for ring in shape for point in ring]
            )
            for key in sorted({key for key, *_ in shapes if key})
        ],
    }


def _label(key: int, points: list[tuple[float, float]]) -> dict[str, Any]:
    """Stands in the middle of all its points."""
    return {
        "key": key,
        "x": f"{sum(x for x, _ in points) / len(points):.0f}",
        "y": f"{sum(y for _, y in points) / len(points):.0f}",
    }
