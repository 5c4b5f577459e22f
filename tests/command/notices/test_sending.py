"""Deliveries: at least once, told why not, given up visibly, sent again; quiet hours; nobody's name leaves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from gangmu.command.notices import actions
from gangmu.command.notices.bulk import take
from gangmu.command.notices.models import Address, Delivery
from gangmu.command.notices.queries import channel_health, failed_in, mine
from gangmu.command.notices.rules import TRIES, next_try, wake, window_before
from gangmu.ground.organization.facts import Appointed
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.command.notices.conftest import MORNING, Notices

PHONE = "00000000001"


def appointed(notices: Notices, who: Actor) -> None:
    """Somebody is told of a post over the text messages of his phone."""
    with entered(Scope.system("test")) as scope:
        assert who.post_id and who.user_id
        record(scope.actor, Appointed(who.post_id, who.jurisdiction.lo, who.user_id, False, "2026-11-24"))
    notices.react()


@pytest.fixture
def cadre(notices: Notices) -> Actor:
    """A cadre whose phone has a number."""
    who = notices.intake.world.cadre
    notices.reach(who, "sms", phone=PHONE)
    return who


def test_a_text_message_goes_out_once_and_is_delivered_when_its_reader_opens_the_notice(
    notices: Notices, cadre: Actor
) -> None:
    appointed(notices, cadre)
    assert notices.send() == 1
    assert notices.send() == 0
    (notice,) = notices.notices(cadre)
    assert notices.gateway.texts == [
        f"您有新的岗位\n您在东社区三人小组任职，登录后可切换岗位。\nhttps://grid.invalid/notices/{notice.pk}/"
    ]
    assert [d.status for d in notices.deliveries("sms")] == ["sent"]
    with entered(Scope.of(cadre)) as scope:
        actions.read(cadre, mine(scope, notice.pk))
    assert [d.status for d in notices.deliveries("sms")] == ["delivered"]


def test_a_failing_gateway_is_tried_again_then_given_up_seen_and_sent_again(
    notices: Notices, cadre: Actor
) -> None:
    appointed(notices, cadre)
    notices.gateway.trouble = "broken"
    moment = MORNING
    for _ in range(TRIES):
        with clock.at(moment):
            assert notices.send() == 1
            assert notices.send() == 0
        moment = notices.deliveries("sms")[0].due_at
    (given_up,) = notices.deliveries("sms")
    assert (given_up.status, given_up.tries, given_up.error) == ("failed", TRIES, "unavailable: 500")
    with clock.at(moment), entered(Scope.of(notices.leader)) as scope:
        sms = next(health for health in channel_health(scope) if health.channel == "sms")
        assert (sms.state, sms.failed, sms.error) == ("ill", 1, "unavailable: 500")
        assert [d.pk for d in failed_in(scope)] == [given_up.pk]
    notices.gateway.trouble = ""
    command = uuid4()
    with clock.at(moment):
        for _ in range(2):
            with entered(Scope.of(notices.leader)):
                assert actions.resend(notices.leader, command, "sms") == 1
        assert notices.send() == 1
    assert len(notices.gateway.texts) == 1
    assert [d.status for d in notices.deliveries("sms")] == ["sent"]
    with entered(Scope.system("test")):
        moves = fetch("SELECT move FROM notices_delivery_transition ORDER BY id")
    assert [move for (move,) in moves] == ["queue", "give_up", "resend", "send"]


def test_a_worker_that_dies_after_sending_sends_again_under_the_same_key(
    notices: Notices, cadre: Actor
) -> None:
    appointed(notices, cadre)
    with entered(Scope.system("test")):
        (taken,) = take(10)  # and then it dies, its message just handed over
    notices.gateway.taken.add(str(taken.key))
    assert notices.send() == 0
    with clock.at(MORNING + timedelta(minutes=3)):
        assert notices.send() == 1
    assert notices.gateway.texts == []  # the gateway knows the key: it rang once
    assert [d.status for d in notices.deliveries("sms")] == ["sent"]


def test_a_silent_channel_rests_and_costs_the_others_nothing(notices: Notices, monkeypatch: Any) -> None:
    world = notices.intake.world
    for who in (world.cadre, world.police, world.far_cadre, world.desk, world.comparer):
        notices.reach(who, "sms", phone=PHONE)
        appointed(notices, who)
    monkeypatch.setattr(actions.sending, "THREADS", 1)
    notices.gateway.trouble = "broken"
    assert notices.send() == 5
    assert sorted(d.tries for d in notices.deliveries("sms")) == [0, 0, 1, 1, 1]


def test_an_address_that_is_gone_is_used_no_more(notices: Notices, cadre: Actor) -> None:
    appointed(notices, cadre)
    notices.gateway.trouble = "rejects"
    notices.send()
    assert [(d.status, d.error) for d in notices.deliveries("sms")] == [
        ("failed", "address_gone: bad_number")
    ]
    with entered(Scope.of(cadre)):
        assert Address.objects.filter(ended_at=None).count() == 0


def test_at_night_nobody_is_woken_but_by_the_urgent_or_on_duty(notices: Notices, cadre: Actor) -> None:
    with clock.at(datetime(2026, 11, 24, 15, 30, tzinfo=UTC)):  # 23:30
        appointed(notices, cadre)
        assert notices.send() == 0
    (waiting,) = notices.deliveries("sms")
    assert waiting.due_at == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # 07:00
    with clock.at(waiting.due_at):
        assert notices.send() == 1


def test_what_was_read_in_the_inbox_goes_out_over_no_other_channel(notices: Notices, cadre: Actor) -> None:
    with clock.at(datetime(2026, 11, 24, 15, 30, tzinfo=UTC)):
        appointed(notices, cadre)
        with entered(Scope.of(cadre)):
            assert actions.read_all(cadre) == 1
    with clock.at(datetime(2026, 11, 25, 2, tzinfo=UTC)):
        assert notices.send() == 0
    assert [d.status for d in notices.deliveries("sms")] == ["delivered"]


def test_whoever_wishes_other_hours_or_no_text_messages_is_heard(notices: Notices, cadre: Actor) -> None:
    police = notices.intake.world.police
    notices.reach(police, "sms", phone=PHONE)
    with entered(Scope.of(cadre)):
        actions.prefer(cadre, time(0), time(0), [])
    with entered(Scope.of(police)):
        actions.prefer(police, time(22), time(7), ["sms"])
    with clock.at(datetime(2026, 11, 24, 15, 30, tzinfo=UTC)):
        appointed(notices, cadre)
        appointed(notices, police)
        assert notices.send() == 1
    assert len(notices.deliveries("sms")) == 1


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    quiet=st.tuples(st.times(), st.times()),
)
def test_quiet_hours_end_when_they_say(moment: datetime, quiet: tuple[time, time]) -> None:
    end = wake(moment, *quiet)
    assert moment <= end < moment + timedelta(days=1)
    assert wake(end, *quiet) == end or quiet[0] == quiet[1]
    assert end == moment or end.astimezone(clock.CIVIL).time() == quiet[1]


def test_the_database_knows_the_same_quiet_hours(db: None) -> None:
    hours = [(time(22), time(7)), (time(12), time(14)), (time(8), time(8)), (time(0), time(23, 59))]
    for minutes in range(0, 2880, 97):
        moment = MORNING + timedelta(minutes=minutes)
        for quiet in hours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT notices_wake(%s, %s, %s)", [moment, *quiet])
                assert cursor.fetchone()[0] == wake(moment, *quiet), (moment, quiet)


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    minutes=st.sampled_from([1, 5, 30, 60, 1440]),
)
def test_windows_follow_each_other_without_a_gap(moment: datetime, minutes: int) -> None:
    for when in ("digest", "slot"):
        window = window_before(moment, when, minutes)
        assert window.start < window.end <= moment
        assert window_before(window.start, when, minutes).end == window.start


def test_trying_again_comes_later_each_time_and_has_an_end() -> None:
    tries = [next_try(MORNING, n) for n in range(1, TRIES + 1)]
    assert tries[-1] is None
    assert tries[:-1] == sorted(t for t in tries[:-1] if t)
    assert next_try(MORNING, 1, wait=600) == MORNING + timedelta(minutes=10)


def test_a_notice_belongs_to_its_reader_alone(notices: Notices, cadre: Actor) -> None:
    appointed(notices, cadre)
    (notice,) = notices.notices(cadre)
    police = notices.intake.world.police
    with entered(Scope.of(police)) as scope:
        with pytest.raises(Refused):
            mine(scope, notice.pk)
        assert fetch("SELECT count(*) FROM notices_notice") == [(0,)]
        assert fetch("SELECT count(*) FROM notices_address") == [(0,)]


def test_a_browser_belongs_to_whoever_subscribed_it_last(notices: Notices, cadre: Actor) -> None:
    where = {"endpoint": "https://updates.push.services.mozilla.com/wpush/v2/x", "p256dh": "p", "auth": "a"}
    police = notices.intake.world.police
    notices.reach(cadre, "webpush", **where)
    notices.reach(cadre, "webpush", **where)
    notices.reach(police, "webpush", **where)
    for who, number in ((cadre, 0), (police, 1)):
        with entered(Scope.of(who)):
            assert Address.objects.filter(channel="webpush", ended_at=None).count() == number


@pytest.mark.parametrize(
    ("channel", "where"),
    [
        ("sms", {"phone": "call me"}),
        ("sms", {}),
        ("mail", {"email": "nobody"}),
        ("webpush", {"endpoint": "https://10.0.0.1/internal", "p256dh": "p", "auth": "a"}),
        ("wecom", {"url": "https://qyapi.weixin.qq.com/x"}),
    ],
)
def test_what_is_no_address_is_refused(notices: Notices, channel: str, where: dict[str, str]) -> None:
    with pytest.raises(Refused):
        notices.reach(notices.intake.world.cadre, channel, **where)


def test_a_failure_without_a_reason_cannot_be_stored(notices: Notices, cadre: Actor) -> None:
    appointed(notices, cadre)
    with entered(Scope.system("test")), pytest.raises(IntegrityError):
        Delivery.objects.update(status="failed")
