"""A seal comes to a door with consent, is on one door at a time, goes when the order is over; people answer alarms."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.isolation.models import Order, Outing
from gangmu.control.seals import actions, queries
from gangmu.control.seals.models import Alarm, Binding, Device
from gangmu.control.seals.reactions import remove_lifted
from gangmu.control.seals.rules import read_devices
from gangmu.control.seals.states import ALARM, BINDING
from gangmu.ground.register.models import Person
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role, run
from gangmu.kernel.facts import FACTS
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.partners.seals.fake import Said, cloud_message
from tests.casework.world import NOON
from tests.control.seals.conftest import Seals

MINUTE = timedelta(minutes=1)


def asked(seals: Seals, order: Order) -> Binding:
    return seals.binding(seals.do(seals.world.cadre, actions.ask, order, seals.provider))


def test_a_list_of_devices_says_every_error_with_row_and_remedy() -> None:
    rows = [
        (2, ["SEAL-0001", "onenet"]), (3, ["??", "onenet"]), (4, ["SEAL-0001", ""]), (5, ["SEAL-0002", "墙"]),
        (6, ["", ""]),
    ]  # fmt: skip
    found, wrong = read_devices(1, ["序列号", "平台"], rows)
    assert [line.serial for line in found] == ["SEAL-0001"]
    assert [(one.row, one.field, one.code) for one in wrong] == [
        (3, "serial", "serial_wrong"), (4, "serial", "twice:2"), (5, "vendor", "vendor_unknown"),
        (6, "serial", "empty"),
    ]  # fmt: skip
    assert read_devices(1, ["名称"], rows)[1][0].code == "column_missing"


def test_registering_the_same_list_twice_adds_nothing(seals: Seals) -> None:
    assert (seals.lend("SEAL-0001", "SEAL-0002"), seals.lend("SEAL-0001", "SEAL-0002")) == (2, 0)


def test_a_seal_is_put_on_with_consent_and_taken_over(seals: Seals) -> None:
    order = seals.order()
    seals.lend("SEAL-0001")
    one = asked(seals, order)
    with pytest.raises(Refused, match="consent_missing"):
        seals.do(seals.installer, actions.install, one, "SEAL-0001", "")
    with pytest.raises(Refused, match="device_unknown"):
        seals.do(seals.installer, actions.install, one, "SEAL-0009", "himself")
    seals.do(seals.installer, actions.install, one, " seal-0001 ", "lives_here")
    seals.do(seals.world.police, actions.hand_over, seals.binding(one.pk))
    with entered(Scope.of(seals.world.police)) as scope:
        assert [door.device.serial for door in queries.doors(scope)] == ["SEAL-0001"]
    done = seals.binding(one.pk)
    assert (done.status, done.consent, done.handed_to_id) == (
        "in_use",
        "lives_here",
        seals.world.police.user_id,
    )


def test_whoever_does_not_consent_has_no_seal(seals: Seals) -> None:
    one = asked(seals, seals.order())
    seals.do(seals.installer, actions.deny, one, "不同意")
    assert seals.binding(one.pk).status == "denied"


def test_an_installer_sees_the_door_and_the_number_of_the_order_and_nothing_of_the_person(
    seals: Seals,
) -> None:
    order = seals.sealed()
    seals.say(seals.contact(True, NOON), at=NOON)
    with entered(Scope.of(seals.installer)) as scope:
        (door,) = queries.doors(scope)
        assert (door.door, door.order_id) == ("居民甲的门", order.pk)
        assert not Person.objects.exists() and not Order.objects.exists() and not Alarm.objects.exists()


def test_an_installer_of_another_body_sees_no_door(seals: Seals) -> None:
    seals.sealed()
    other = Actor(seals.installer.user_id, 0, seals.installer.jurisdiction, frozenset({"installer"}), 0, "x")
    with entered(Scope.of(other)) as scope:
        assert queries.doors(scope) == [] and not Binding.objects.exists()


def test_one_device_is_on_one_door_and_one_door_has_one_seal(seals: Seals) -> None:
    order = seals.sealed()
    with pytest.raises(Refused, match="seal_asked"):
        asked(seals, order)
    other = asked(seals, seals.order("居民乙"))
    with pytest.raises(Refused, match="device_in_use"):
        seals.do(seals.installer, actions.install, other, "SEAL-0001", "himself")
    moved = (
        "UPDATE seals_binding b SET status = 'bound', consent = 'himself', installed_by_id = o.installed_by_id,"
        " device_id = o.device_id, during = o.during FROM seals_binding o WHERE b.id = %s AND o.device_id IS NOT NULL"
    )
    with entered(Scope.system("test")), bulk_role(), pytest.raises(IntegrityError), transaction.atomic():
        run(moved, [other.pk])


def test_a_lifted_order_leaves_the_installer_a_seal_to_take_off(seals: Seals) -> None:
    order = seals.sealed()
    waiting = asked(seals, seals.order("居民乙"))
    for one in (order.pk, waiting.order_id):
        with entered(Scope.system("test")):
            remove_lifted(FactRow(kind=FACTS["isolation.lifted"].kind, subject_id=one, area=order.area))
    assert seals.binding(waiting.pk).status == "denied"
    with entered(Scope.of(seals.installer)) as scope:
        (door,) = queries.doors(scope)
    assert door.status == "to_remove"
    assert FactRow.objects.get(kind="seals.to_remove").data == {"body_id": seals.provider.pk}
    with pytest.raises(Refused, match="device_other"):
        seals.do(seals.installer, actions.remove, door, "SEAL-0002")
    seals.do(seals.installer, actions.remove, door, "SEAL-0001")
    next_door = asked(seals, seals.order("居民丙"))
    seals.do(seals.installer, actions.install, next_door, "SEAL-0001", "himself")


def test_an_order_that_is_forgotten_leaves_no_door_behind(seals: Seals) -> None:
    order = seals.sealed()
    seals.lift(order)
    with entered(Scope.of(seals.installer)) as scope:
        (door,) = queries.doors(scope)
    seals.do(seals.installer, actions.remove, door, "SEAL-0001")
    with entered(Scope.system("test")), bulk_role():
        Order.objects.filter(pk=order.pk).update(status="forgotten", person=None, name="", address="")
    with entered(Scope.system("test")) as scope:
        assert actions.forget(scope.actor) == 1 and actions.forget(scope.actor) == 0
    assert "居民甲" not in seals.binding(door.pk).door


def test_a_device_on_a_door_is_not_given_back(seals: Seals) -> None:
    seals.sealed()
    with pytest.raises(Refused, match="device_in_use"):
        seals.do(seals.leader, actions.give_back, seals.device())


def test_a_device_that_was_given_back_is_lent_again_and_one_of_another_ground_is_not(seals: Seals) -> None:
    seals.lend("SEAL-0001", "SEAL-0002")
    seals.do(seals.leader, actions.give_back, seals.device())
    assert (seals.lend("SEAL-0001", "SEAL-0002"), seals.device().returned_at) == (1, None)
    with entered(Scope.system("test")), bulk_role():
        Device.objects.filter(serial="SEAL-0002").update(area=area_of("441303"))
    with pytest.raises(Refused) as refused:
        seals.lend("SEAL-0002", "SEAL-0003")
    assert (refused.value.code, refused.value.params["serials"]) == ("device_elsewhere", "SEAL-0002")


def test_whoever_works_at_a_door_finds_the_silent_the_low_and_those_heard_again(seals: Seals) -> None:
    seals.sealed()
    seals.say(cloud_message(Said("SEAL-0001", "battery_percentage", 15, NOON)), at=NOON)
    seals.wait(minutes=200)

    def listed(state: str) -> list[int]:
        found = []
        for who in (seals.installer, seals.world.cadre, seals.world.far_cadre):
            with clock.at(seals.now), entered(Scope.of(who)) as scope:
                found.append(len(queries.doors(scope, state)))
        return found

    assert (listed("low"), listed("offline"), listed("back")) == ([1, 1, 0], [1, 1, 0], [0, 0, 0])
    later = seals.now + MINUTE
    seals.say(cloud_message(Said("SEAL-0001", "heartbeat", 1, later)), at=later)
    assert (listed("offline"), listed("back")) == ([0, 0, 0], [1, 1, 0])


def alarmed(seals: Seals) -> Alarm:
    seals.sealed()
    seals.say(seals.contact(True, NOON), seals.contact(False, NOON + MINUTE), at=NOON + MINUTE)
    return seals.alarm()


def test_a_breach_is_recorded_by_a_human_who_has_spoken_to_somebody_and_can_be_taken_back(
    seals: Seals,
) -> None:
    alarm = alarmed(seals)
    with pytest.raises(Refused, match="contact_first"):
        seals.do(seals.world.police, actions.settle, alarm, "breach", "外出聚餐")
    seals.do(seals.world.police, actions.contact, alarm)
    with pytest.raises(Refused, match="reason_missing"):
        seals.do(seals.world.police, actions.settle, seals.alarm(), "breach", " ")
    before = FactRow.objects.count()
    seals.do(seals.world.police, actions.settle, seals.alarm(), "breach", "外出聚餐")
    assert FactRow.objects.count() == before  # nothing follows by itself
    seals.do(seals.leader, actions.take_back, seals.alarm(), "已核实为就医")
    seals.do(seals.world.police, actions.close, seals.alarm())
    assert seals.alarm().status == "settled"


def test_medical_care_is_never_a_breach_also_when_it_is_noted_afterwards(seals: Seals) -> None:
    alarm = alarmed(seals)
    seals.do(seals.world.police, actions.contact, alarm)
    with entered(Scope.system("test")), bulk_role():
        Outing.objects.create(
            area=alarm.area, order_id=alarm.order_id, because="labour", left_at=NOON - MINUTE
        )
    with pytest.raises(Refused, match="medical_never_breach"):
        seals.do(seals.world.police, actions.settle, seals.alarm(), "breach", "外出")
    seals.do(seals.world.police, actions.settle, seals.alarm(), "explained", "送医分娩")
    assert seals.alarm().medical
    with entered(Scope.system("test")), bulk_role(), pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(status="breach")


def test_software_answers_no_alarm(seals: Seals) -> None:
    alarm = alarmed(seals)
    system = Scope.system("robot").actor
    for action, said in (
        (actions.acknowledge, ()),
        (actions.contact, ()),
        (actions.settle, ("explained", "x")),
    ):
        with entered(Scope.of(system)), pytest.raises(Refused, match="not_allowed"):
            action(system, uuid4(), alarm, *said)


def test_the_same_tap_twice_counts_once(seals: Seals) -> None:
    alarm, command = alarmed(seals), uuid4()
    for _ in range(2):
        with entered(Scope.of(seals.world.cadre)) as scope:
            actions.acknowledge(seals.world.cadre, command, queries.alarm_in(scope, alarm.pk))
    assert seals.alarm().status == "acknowledged"


def test_an_outsider_finds_no_alarm(seals: Seals) -> None:
    alarm = alarmed(seals)
    with entered(Scope.of(seals.world.far_cadre)) as scope:
        assert queries.alarms(scope).rows == [] and queries.timeline(scope, alarm) == []
        with pytest.raises(Refused, match="not_found"):
            queries.alarm_in(scope, alarm.pk)


def test_the_timeline_tells_it_all_in_the_order_of_the_door(seals: Seals) -> None:
    alarm = alarmed(seals)
    seals.wait(minutes=11)
    with clock.at(seals.now + MINUTE):
        seals.do(seals.world.police, actions.contact, alarm)
    with entered(Scope.of(seals.world.cadre)) as scope:
        found = [(one.kind, one.code) for one in queries.timeline(scope, alarm)]
    assert found == [
        ("event", "open"),
        ("event", "close"),
        ("move", "raise"),
        ("told", "office"),
        ("move", "contact"),
    ]


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(walk=st.lists(st.sampled_from([move.name for move in ALARM]), max_size=8))
def test_the_database_holds_to_the_lifecycle_of_an_alarm(seals: Seals, walk: list[str]) -> None:
    with entered(Scope.system("test")), bulk_role():
        binding = Binding.objects.first()
        if binding is None:
            seals.sealed()
            binding = Binding.objects.get()
        alarm = Alarm.objects.create(
            area=binding.area, binding=binding, order_id=binding.order_id, kind="open", happened_at=NOON, last_at=NOON,
            raised_at=NOON, found_by_id=seals.leader.user_id, contacted_by_id=seals.leader.user_id, reason="x",
        )  # fmt: skip
        status = "raised"
        for name in walk:
            move = ALARM.moves[name]
            allowed = status in move.sources or (status, str(move.target)) in {e[:2] for e in ALARM.edges()}
            try:
                with transaction.atomic():
                    Alarm.objects.filter(pk=alarm.pk).update(status=move.target)
            except IntegrityError:
                assert not allowed
            else:
                assert allowed or status == move.target
                status = str(move.target)
        Alarm.objects.filter(pk=alarm.pk, status__in=("raised", "acknowledged")).update(status="contacted")


def test_both_lifecycles_reach_all_their_states() -> None:
    assert "settled" in ALARM.diagram() and "to_remove" in BINDING.diagram()
