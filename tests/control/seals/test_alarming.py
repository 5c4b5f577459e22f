"""What alarms and what does not: shaking contacts, late replays, announcements, visits, doctors; doors left open."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework.actions import claim
from gangmu.control.isolation.models import Outing
from gangmu.control.seals import actions
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.seals.fake import Said, cloud_message
from tests.casework.world import NOON
from tests.control.seals.conftest import ACTOR, Seals

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_a_door_that_opens_unannounced_alarms_its_trio_once(seals: Seals) -> None:
    seals.sealed()
    seals.say(seals.contact(True, NOON), at=NOON + SECOND)
    seals.say(seals.contact(False, NOON + 40 * SECOND), at=NOON + 41 * SECOND)
    alarm = seals.alarm()
    assert (alarm.kind, alarm.status, alarm.happened_at) == ("open", "raised", NOON)
    facts = FactRow.objects.filter(kind="seals.alarm")
    assert [fact.data["body_id"] for fact in facts] == [seals.world.cadre.body_id]


def test_a_contact_that_shakes_is_no_opening(seals: Seals) -> None:
    seals.sealed()
    both = seals.contact(True, NOON), seals.contact(False, NOON + 2 * SECOND)
    seals.say(*both, at=NOON + 2 * SECOND)
    assert seals.verdicts() == [("open", "bounce")] and seals.alarms() == []


def test_what_arrives_hours_late_is_kept_and_never_alarms(seals: Seals) -> None:
    seals.sealed()
    seals.say(seals.contact(True, NOON), seals.contact(False, NOON + MINUTE), at=NOON + timedelta(hours=3))
    assert seals.verdicts() == [("open", "late")] and seals.alarms() == []
    assert [kind for _, kind, _ in seals.events()] == ["open", "close"]


def test_an_announced_opening_is_nobody_s_alarm(seals: Seals) -> None:
    order = seals.sealed()
    with clock.at(NOON - MINUTE):
        seals.do(seals.world.cadre, actions.announce_opening, order, "rubbish", NOON, NOON + 15 * MINUTE)
    seals.say(seals.contact(True, NOON + 5 * MINUTE), at=NOON + 5 * MINUTE)
    assert seals.verdicts() == [("open", "announced")]
    seals.say(seals.contact(False, NOON + 6 * MINUTE), at=NOON + 6 * MINUTE)
    seals.say(seals.contact(True, NOON + 25 * MINUTE), at=NOON + 25 * MINUTE)
    assert seals.alarm().happened_at == NOON + 25 * MINUTE


def test_an_announcement_that_was_called_off_lets_nothing_pass(seals: Seals) -> None:
    order = seals.sealed()
    with clock.at(NOON):
        seals.do(seals.world.cadre, actions.announce_opening, order, "delivery", NOON, NOON + 15 * MINUTE)
        with entered(Scope.system("test")):
            (opening,) = order.openings.all()
        seals.do(seals.world.cadre, actions.call_off, opening)
    seals.say(seals.contact(True, NOON + MINUTE), at=NOON + MINUTE)
    assert seals.alarm().kind == "open"


def test_a_way_to_the_doctor_is_never_an_alarm(seals: Seals) -> None:
    order = seals.sealed()
    with entered(Scope.system("test")), bulk_role():
        Outing.objects.create(area=order.area, order=order, because="emergency", left_at=NOON)
    seals.say(seals.contact(True, NOON + MINUTE), at=NOON + MINUTE)
    seals.wait(minutes=30)
    assert seals.verdicts() == [("open", "medical")] and seals.alarms() == []


def test_the_trio_s_own_visit_is_nobody_s_alarm_and_the_next_opening_is(seals: Seals) -> None:
    order = seals.sealed()
    with clock.at(NOON):
        task = seals.world.task("居民甲", person=order.person_id)
        seals.world.do(seals.world.police, claim, task)
    seals.say(seals.contact(True, NOON + 5 * MINUTE), at=NOON + 5 * MINUTE)
    seals.wait(minutes=20)
    assert seals.verdicts() == [("open", "visit")] and seals.alarms() == []
    seals.say(seals.contact(False, NOON + 26 * MINUTE), at=NOON + 26 * MINUTE)
    seals.say(seals.contact(True, NOON + 40 * MINUTE), at=NOON + 40 * MINUTE)
    assert seals.alarm().kind == "open"


def test_a_torn_seal_alarms_whatever_was_announced(seals: Seals) -> None:
    order = seals.sealed()
    with clock.at(NOON):
        seals.do(seals.world.cadre, actions.announce_opening, order, "rubbish", NOON, NOON + 15 * MINUTE)
    seals.say(cloud_message(Said("SEAL-0001", "temper_alarm", True, NOON + MINUTE)), at=NOON + MINUTE)
    assert seals.alarm().kind == "tamper"


def test_a_door_left_open_after_its_announcement_alarms_once(seals: Seals) -> None:
    order = seals.sealed()
    with clock.at(NOON):
        seals.do(seals.world.cadre, actions.announce_opening, order, "rubbish", NOON, NOON + 15 * MINUTE)
    seals.say(seals.contact(True, NOON + MINUTE), at=NOON + MINUTE)
    seals.wait(minutes=12)
    assert seals.alarms() == []
    seals.wait(minutes=10)
    seals.wait(minutes=10)
    assert seals.alarm().kind == "left_open"


def test_the_first_half_of_a_backlog_is_no_open_door(seals: Seals) -> None:
    seals.sealed()
    seals.say(seals.contact(True, NOON - timedelta(hours=2)), at=NOON)
    seals.say(seals.contact(False, NOON - timedelta(hours=2) + MINUTE), at=NOON + 5 * MINUTE)
    seals.wait(minutes=20)
    assert seals.alarms() == []


def test_openings_while_nobody_has_spoken_to_them_join_one_alarm(seals: Seals) -> None:
    seals.sealed()
    for n in range(3):
        at = NOON + n * MINUTE
        seals.say(seals.contact(True, at), seals.contact(False, at + 20 * SECOND), at=at + 20 * SECOND)
    assert seals.alarm().events == 3
    seals.do(seals.world.police, actions.contact, seals.alarm())
    seals.say(seals.contact(True, NOON + 10 * MINUTE), at=NOON + 10 * MINUTE)
    assert [alarm.events for alarm in seals.alarms()] == [3, 1]


def test_a_seal_of_an_order_that_is_over_alarms_nobody(seals: Seals) -> None:
    order = seals.sealed()
    seals.lift(order)
    seals.say(seals.contact(True, NOON), at=NOON)
    assert seals.verdicts() == [("open", "over")] and seals.alarms() == []


def test_a_silent_seal_is_noted_once_and_heard_again(seals: Seals) -> None:
    seals.sealed()
    seals.say(cloud_message(Said("SEAL-0001", "heartbeat", 1, NOON)), at=NOON)
    seals.wait(minutes=200)
    seals.wait(minutes=200)
    assert seals.alarm().kind == "offline"
    later = seals.now + MINUTE
    seals.say(cloud_message(Said("SEAL-0001", "heartbeat", 1, later)), at=later)
    assert seals.device().offline_at is None
    assert [kind for _, kind, _ in seals.events()] == ["offline", "back_online"]


def test_a_low_battery_is_noted_when_it_turns_and_alarms_nobody(seals: Seals) -> None:
    seals.sealed()
    for n, charge in enumerate((40, 20, 19, 18, 60, 15)):
        seals.say(
            cloud_message(Said("SEAL-0001", "battery_percentage", charge, NOON + n * MINUTE)),
            at=NOON + n * MINUTE,
        )
    assert [kind for _, kind, _ in seals.events()] == ["low_battery", "low_battery"]
    assert seals.device().battery == 15 and seals.alarms() == []


def test_nobody_acknowledges_and_each_level_is_told_once(seals: Seals) -> None:
    seals.sealed()
    seals.say(seals.contact(True, NOON), seals.contact(False, NOON + MINUTE), at=NOON + MINUTE)
    for _ in range(8):
        seals.wait(minutes=9)
    told = FactRow.objects.filter(kind="seals.unanswered").order_by("id")
    assert [fact.data["level"] for fact in told] == ["office", "county"]


def test_whoever_acknowledges_stops_the_ladder(seals: Seals) -> None:
    seals.sealed()
    seals.say(seals.contact(True, NOON), seals.contact(False, NOON + MINUTE), at=NOON + MINUTE)
    seals.do(seals.world.police, actions.acknowledge, seals.alarm())
    seals.wait(minutes=60)
    assert not FactRow.objects.filter(kind="seals.unanswered").exists()


def test_many_silent_at_once_are_the_vendor_s_outage_and_nobody_s_alarm(seals: Seals) -> None:
    for n in range(20):
        seals.sealed(f"居民{n}", f"SEAL-{n:04d}")
    seals.wait(minutes=24 * 60)
    assert seals.alarms() == [] and {verdict for _, verdict in seals.verdicts()} == {"outage"}
    (told,) = FactRow.objects.filter(kind="seals.outage")
    assert told.data["count"] == 20


@pytest.mark.parametrize(
    ("since", "until"), [(0, 0), (5, 1), (0, 241), (-20, -1), (60 * 24 * 8, 60 * 24 * 8 + 5)]
)
def test_an_announcement_lasts_hours_and_lies_ahead(seals: Seals, since: int, until: int) -> None:
    order = seals.order()
    with clock.at(NOON), pytest.raises(Refused, match="opening_times"):
        seals.do(
            seals.world.cadre,
            actions.announce_opening,
            order,
            "other",
            NOON + since * MINUTE,
            NOON + until * MINUTE,
        )


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_by_one_or_all_at_once_in_any_order_twice_comes_to_the_same(
    seals: Seals, data: st.DataObject
) -> None:
    """The doors of a run are its own; what is kept and where a device stands does not depend on how it came."""
    run, found = uuid4().hex[:8], []
    moments = sorted(data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=5, unique=True)))
    for name in ("A", "B"):
        serial = f"{name}-{run}"
        seals.sealed(f"{name}{run}", serial)
        said = [
            seals.contact(n % 2 == 0, NOON + moment * SECOND, serial, f"{n}")
            for n, moment in enumerate(moments)
        ]
        batches = [said] if name == "A" else [[one] for one in data.draw(st.permutations(said + said))]
        with clock.at(NOON + MINUTE):
            for batch in batches:
                with entered(Scope.system("test")):
                    actions.take_in(ACTOR, [("onenet", "", json.dumps(one).encode()) for one in batch])
                actions.ingest(ACTOR)
        device = seals.device(serial)
        events = [(kind, at) for of, kind, at in seals.events() if of == serial]
        found.append((events, device.contact, device.contact_at, device.seen_at))
    assert found[0] == found[1]
