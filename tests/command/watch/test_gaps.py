"""A missed changeover is a fact that climbs the headrope, each level told once."""

from __future__ import annotations

from datetime import timedelta

from gangmu.command.watch import actions
from gangmu.command.watch.models import Alarm, Gap
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.command.watch.conftest import ALL, EIGHT, SHIFT, Office

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TURN = EIGHT + SHIFT


def begun(office: Office) -> None:
    """The day's person keeps the watch; the night's is on the roster from eight in the evening."""
    office.roster((office.day, EIGHT), (office.night, TURN), (office.day, TURN + SHIFT))
    office.do(office.day, actions.begin)


def levels() -> list[str]:
    with entered(Scope.system("test")):
        return list(Alarm.objects.order_by("at", "pk").values_list("level", flat=True))


def test_within_the_grace_nobody_is_told(office: Office) -> None:
    begun(office)
    assert office.tell(TURN + 14 * MINUTE) == 0
    assert levels() == []


def test_town_county_and_city_are_told_one_after_the_other_and_once(office: Office) -> None:
    begun(office)
    for minutes in (15, 16, 45, 46, 90, 91, 300):
        office.tell(TURN + minutes * MINUTE)
    assert levels() == ["town", "county", "city"]
    facts = FactRow.objects.filter(kind="watch.gap").order_by("pk")
    assert [fact.data["level"] for fact in facts] == ["town", "county", "city"]
    with entered(Scope.system("test")):
        assert Gap.objects.get().turn_at == TURN


def test_a_worker_that_was_away_tells_all_that_is_due(office: Office) -> None:
    begun(office)
    assert office.tell(TURN + 2 * HOUR) == 3


def test_taking_over_ends_the_gap(office: Office) -> None:
    begun(office)
    office.tell(TURN + 20 * MINUTE)
    pk = office.do(office.day, actions.draft, at=TURN + 25 * MINUTE)
    office.do(office.day, actions.hand, office.changeover(pk), at=TURN + 25 * MINUTE)
    office.do(office.night, actions.accept, office.changeover(pk), ALL, at=TURN + 30 * MINUTE)
    assert office.tell(TURN + 2 * HOUR) == 0
    with entered(Scope.system("test")):
        assert Gap.objects.get().ended_at == TURN + 30 * MINUTE


def test_whoever_took_over_early_is_no_gap_though_another_is_on_the_roster(office: Office) -> None:
    """A colleague stands in and signs half an hour before the turn."""
    office.roster((office.day, EIGHT), (office.night, TURN))
    office.do(office.night, actions.begin, at=EIGHT)
    pk = office.do(office.night, actions.draft, at=TURN - 30 * MINUTE)
    office.do(office.night, actions.hand, office.changeover(pk), at=TURN - 30 * MINUTE)
    office.do(office.day, actions.accept, office.changeover(pk), ALL, at=TURN - 30 * MINUTE)
    assert office.tell(TURN + HOUR) == 0


def test_a_gap_ends_when_the_one_responsible_is_on_the_roster_again(office: Office) -> None:
    begun(office)
    office.tell(TURN + HOUR)
    office.tell(TURN + SHIFT + MINUTE)
    with entered(Scope.system("test")):
        assert Gap.objects.get().ended_at == TURN + SHIFT


def test_an_office_that_has_not_begun_has_no_gap(office: Office) -> None:
    office.roster((office.day, EIGHT))
    assert office.tell(EIGHT + 5 * HOUR) == 0
