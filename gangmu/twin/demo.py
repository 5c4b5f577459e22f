"""The city in one go: ground, organization, incidents, residents (1 % in a demo), accounts to sign in with.

Every step may be repeated and changes nothing when it is done already, so a load that was cut off is finished by
running it again.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from gangmu.command.notices.actions import bind_group, reach
from gangmu.ground.accounts.actions import create_account, issue_token
from gangmu.ground.accounts.queries import token_of
from gangmu.ground.incidents.actions import NewIncident, open_incident
from gangmu.ground.organization.actions import appoint, note_absence
from gangmu.ground.organization.bulk import (
    extend_shifts,
    found_guarantees,
    found_offices,
    found_reserves,
    found_trios,
)
from gangmu.ground.organization.queries import actor_of, members_of, post_in, sign_in_accounts, user_by_id
from gangmu.ground.territory import bulk as ground
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Scope, entered
from gangmu.twin import (
    asking,
    building,
    bulk,
    caring,
    city,
    founding,
    isolating,
    needing,
    rating,
    sampling,
    sealing,
    watches,
    zoning,
)

CITY = "441300000000"
PASSWORD = "gangmu-demo"  # noqa: S105 (known on purpose: accounts of the demo mode only)
PEOPLE = 60_700
BASIS = (
    "《中华人民共和国传染病防治法》（2025年修订）；《中华人民共和国突发事件应对法》（2024年修订）第八十五条；"
    "《中华人民共和国个人信息保护法》第十三条第一款第三、四项"
)
Say = Callable[[str], Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account and the post it holds: its body's code, its role and line ('' for any)."""

    username: str
    body: str
    role: str
    line: str = ""


TOWNS = (("jiangbei", "441302004"), ("luoyang", "441322001"))
VILLAGES = (("sanxin", "441302004200N01"), ("cuimeiyuan", "441322001220N01"))
ACCOUNTS: tuple[Account, ...] = (
    Account("push", "PUSH4413", "push_clerk"),
    *(
        Account(f"{name}-{town}", f"OFFICE{code}", role)
        for town, code in TOWNS
        for name, role in (("desk", "desk"), ("compare", "comparer"), ("gate", "gatekeeper"))
    ),
    Account("relief-jiangbei", "OFFICE441302004", "desk", "public_security"),
    *(
        Account(f"{role}-{village}", code, role)
        for village, code in VILLAGES
        for role in ("cadre", "police", "medic")
    ),
    Account("installer", "SEALS441302", "installer"),
    Account("leader-huicheng", "LEAD441302000000", "leader"),
    Account("leader-boluo", "LEAD441322000000", "leader"),
    Account("leader-city", f"LEAD{CITY}", "leader"),
    Account("inspector", f"LEAD{CITY}", "inspector"),
    Account("partner", "PUSH4413", "partner"),
)


AWAY = (
    ("441302001001N01", "medic"),
    ("441302001003N01", "police"),
    ("441322001001N01", "cadre"),
    ("OFFICE441302001", "comparer"),
)
HALF_PAST_EIGHT = clock_time(8, 30)
BROWSERS = "https://updates.push.services.mozilla.com/wpush/v2/demo-"
GROUPS = {  # whose account binds it: channel, name, address of a robot that there is not
    "push": ("wecom", "惠州市推送调度群", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo"),
    "leader-huicheng": (
        "dingtalk",
        "惠城区防控工作群",
        "https://oapi.dingtalk.com/robot/send?access_token=demo",
    ),
}


def _silent(done: int, total: int) -> None:
    """The demo's few residents need no bar."""


def load(say: Say, people: int = PEOPLE, seed: int = 1, jobs: int = 1, progress: Progress = _silent) -> None:
    """Load everything, saying each step and how long it took; the demo city by default."""
    villages = building.plan(people, seed)
    for text, step in _steps(lambda: f"{building.build(villages, jobs, progress):,}", people):
        began = time.monotonic()
        say(f"{text}: {step()} ({time.monotonic() - began:.1f} s)")


def _steps(residents: Callable[[], str], people: int) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "行政区划 divisions", _divisions
    yield "网格与地址库 grids and places", _grids
    yield "合署办公点与领导小组 offices and leading trios", _offices
    yield "三人小组 trios", _trios
    yield (
        "机动力量 reserves",
        lambda: f"{found_reserves(founding.reserves(), city.SINCE)['put_holdings']} new",
    )
    yield "门磁服务商 providers of seals", lambda: f"{sealing.provide()}"
    yield "三级包保 guarantees", lambda: f"{found_guarantees(city.SINCE)} new"
    yield "值班 shifts", lambda: f"{extend_shifts() + caring.work(_seen())} new"
    yield "离岗 absences", lambda: f"{_absences()}"
    yield "事件 incidents", _incidents
    yield "居民 residents", residents
    yield "楼栋位置 where houses stand", lambda: f"{bulk.place_houses():,} new"
    yield "交接班 watches", lambda: f"{watches.keep(tuple(f'OFFICE{code}' for _town, code in TOWNS))}"
    yield "队伍关爱 staff care", lambda: f"{caring.care(tuple(code for _name, code in TOWNS))} months"
    yield "演示账号 accounts", lambda: f"{len(make_accounts())}"
    yield "隔离与健康监测 isolation and monitoring", lambda: f"{isolating.isolate()}"
    yield "门磁 door seals", lambda: f"{sealing.seal()} on doors"
    yield "管控区域 zones", lambda: f"{zoning.draw()}"
    yield "核酸采样（演练）sampling", lambda: f"{sampling.sample()} tubes"
    yield "居民诉求 needs of residents", lambda: f"{needing.need()}"
    if people <= rating.MOST:
        yield "周检测率 weekly rate", lambda: f"{rating.rate()} units"
    yield "请假与意愿 leave and wishes", lambda: f"{asking.ask()}"
    yield "用车 vehicles", lambda: f"{asking.drive(_seen())} drivers"
    yield "工作群与通知地址 work groups and addresses", _channels


def _seen() -> tuple[str, ...]:
    """The bodies that the demo accounts look at, which have worked since last month."""
    return (*(f"OFFICE{code}" for _name, code in TOWNS), *(code for _name, code in VILLAGES))


def _divisions() -> str:
    found = ground.load_divisions(ground.shipped_divisions(city.residents()), ground.DIVISIONS_AS_OF)
    return f"{found['read']}"


def _grids() -> str:
    grids = ground.load_grids(city.grids(), city.SINCE)
    places = ground.load_places(city.places())
    names = ground.load_aliases(ground.shipped_aliases())
    return f"{grids['read']} + {places['read']} + {names['read']}"


def _offices() -> str:
    found_offices(CITY, city.SINCE)
    return "84 + 92"


def _trios() -> str:
    routine, emergency = list(founding.routine_trios()), list(founding.emergency_trios())
    found_trios(routine, city.SINCE)
    found_trios(emergency, city.SINCE)
    return f"{len(routine)} + {len(emergency)}"


def _absences() -> int:
    """Tomorrow some are away, so that the coming days are not all green; returns how many."""
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), HALF_PAST_EIGHT, clock.CIVIL)
    away = 0
    with entered(Scope.system("demo")) as scope:
        for body, role in AWAY:
            post = post_in(body, role)
            for member in members_of(post.body_id, tomorrow) if post else ():
                if member.post_id == (post.pk if post else None):
                    note_absence(
                        scope.actor, user_by_id(member.user_id), tomorrow, tomorrow + timedelta(hours=9)
                    )
                    away += 1
    return away


def _incidents() -> str:
    unit = unit_by_code(CITY)
    where = unit.jurisdiction if unit else Jurisdiction.nothing()
    organ = "惠州市突发公共卫生事件应急指挥部"
    live = NewIncident("mosquito", "蚊媒传染病防控", "mosquito", where, BASIS, organ)
    drill = NewIncident("covid-drill", "新冠二十条演练", "covid-20", where, BASIS, organ, drill=True)
    with entered(Scope.system("demo")) as scope:
        return ", ".join(open_incident(scope.actor, new).name for new in (live, drill))


def _channels() -> str:
    """Two work groups, and phones for those who work: in a demonstration nothing is sent to any of them."""
    found = [(user, post) for user, post in sign_in_accounts() if post.role not in ("partner", "inspector")]
    bound = 0
    for number, (user, post) in enumerate(found, start=1):
        actor = actor_of(user, post.pk)
        if actor is None:
            continue
        with entered(Scope.of(actor)):
            browser = {"endpoint": f"{BROWSERS}{user.username}", "p256dh": "demo", "auth": "demo"}
            reach(actor, "webpush", browser)
            reach(actor, "sms", {"phone": f"{number:011d}"})
            if (robot := GROUPS.get(user.username)) is not None:
                bind_group(actor, uuid5(NAMESPACE_URL, f"{robot[2]}{user.username}"), *robot)
                bound += 1
    return f"{bound} + {len(found)}"


def make_accounts() -> list[dict[str, str]]:
    """Make the demo accounts where they are missing; returns the table that is shown to whoever tries the demo."""
    table = []
    with entered(Scope.system("demo")) as scope:
        for account in ACCOUNTS:
            post = post_in(account.body, account.role, account.line)
            if post is None:
                raise LookupError(f"demo account {account.username}: no {account.role} in {account.body}")
            user = create_account(scope.actor, account.username, f"{post.title}（演示）", PASSWORD)
            appoint(scope.actor, user, post, min(clock.today(), city.SINCE), deputy=True)
            token = ""
            if account.role == "partner":
                token = _demo_token()
                if token_of(token) is None:
                    scopes = ("push", "laboratory", "reports")
                    issue_token(scope.actor, "demo partner", user, post.pk, scopes, text=token)
            table.append(_row(account, post.title, token))
    return table


def _row(account: Account, title: str, token: str) -> dict[str, str]:
    shown = {"username": account.username, "password": PASSWORD, "post": title, "role": account.role}
    return {**shown, "token": token}


def _demo_token() -> str:
    """The partner's token of this installation: the same at every start, different on every machine."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"demo partner token", hashlib.sha256)
    return f"gm_demo_{digest.hex()[:32]}"
