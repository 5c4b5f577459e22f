"""Every part of a page on one page, for those who build and test pages. Public, and only in demo mode."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gangmu.kernel import clock

STATES = (
    "open",
    "claimed",
    "reported",
    "compared",
    "released",
    "returned",
    "handed_over",
    "waiting",
    "refused",
)
PLACES = (
    "惠城区江北街道文华社区",
    "博罗县龙溪街道宫庭村",
    "惠阳区淡水街道桥背社区",
    "大亚湾区澳头街道妈庙村",
)


class Sample(forms.Form):
    """One field of every sort."""

    name = forms.CharField(label="姓名", max_length=40, help_text="以证件为准")
    phone = forms.CharField(label="手机号", required=False)
    outcome = forms.ChoiceField(
        label="核查结果",
        widget=forms.RadioSelect,
        choices=[
            ("found", "在此"),
            ("not_here", "不在此地"),
            ("unreachable", "联系不上"),
            ("refused", "拒绝"),
        ],
    )
    slot = forms.ChoiceField(label="批次", choices=[("18", "18:00"), ("15", "15:00")])
    agree = forms.BooleanField(label="已核对证件")
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def styleguide(request: HttpRequest) -> HttpResponse:
    """Shows all parts with made-up content; `?field` shows the phone's."""
    if not settings.DEMO:
        raise Http404
    now = clock.now()
    rows = [
        {
            "n": 1000 + n,
            "name": f"居民{n:03d}",
            "place": PLACES[n % 4],
            "status": STATES[n % len(STATES)],
            "due": now + timedelta(minutes=55 * (n - 2)),
        }
        for n in range(1, 10)
    ]
    values = (
        ("待办", 2873, "blue"),
        ("已合并", 412, "cyan"),
        ("已协转", 96, "yellow"),
        ("市外", 130, "gray"),
    )
    more = (("待合署研判", 41, "orange"), ("拒收", 7, "red"))
    context = {
        "rows": rows,
        "parts": [{"label": label, "value": value, "tone": tone} for label, value, tone in values + more],
        "received": 3559,
        "form": Sample({"phone": "1380013"}),
        "events": [
            {"at": now, "title": "退回", "who": "把关员", "reason": "缺时间", "tone": "red", "icon": "arrow-back-up"},
            {"at": now - timedelta(hours=2), "title": "上报", "who": "文华社区", "tone": "purple", "status": "found"},
            {"at": now - timedelta(hours=5), "title": "推送", "text": "18:00 批次第 1024 行", "tone": "blue"},
        ],
        "facts": [("证件", "居民身份证"), ("推送时间", now), ("责任小组", "文华社区三人小组"), ("备注", "")],
        "labels": ["选择文件", "对应列", "预览", "提交"],
        "crumbs": [("指挥", "/"), ("部件", "")],
        "later": now + timedelta(minutes=40),
        "passed": now - timedelta(hours=3),
        "tomorrow": now + timedelta(days=1),
    }  # fmt: skip
    return render(request, f"{'field' if 'field' in request.GET else 'desk'}/styleguide.html", context)
