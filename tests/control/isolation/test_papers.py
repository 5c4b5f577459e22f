"""The papers of an order: PDFs that name him in full and his numbers masked, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from gangmu.control.isolation import actions
from gangmu.control.isolation.queries import order_in, paper_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paper import Letter, printed
from gangmu.kernel.scope import Scope, entered
from tests.control.isolation.conftest import Care

DOCUMENT = "441302199003078219"


def letter(care: Care, pk: int, kind: str, language: str = "zh-hans") -> Letter:
    with override(language), entered(Scope.of(care.leader)) as scope:
        return paper_of(scope, order_in(scope, pk), kind)


def words(made: Letter) -> str:
    return str(made)


def test_a_notice_says_what_until_when_why_who_decided_and_what_one_can_rely_on(care: Care) -> None:
    pk = care.decided("居民甲")
    said = words(letter(care, pk, "notice"))
    for part in ("居民甲", "某区指挥部", "传染病防治法", "2026年12月1日", "就医随时放行", "行政复议"):
        assert part in said
    english = words(letter(care, pk, "notice", "en"))
    assert (
        "1 December 2026" in english
        and "the door opens at any hour" in english
        and "mosquito-proof isolation" in english
    )


def test_a_paper_holds_no_number_in_full(care: Care) -> None:
    person = care.world.person("有证", document=DOCUMENT)
    with entered(Scope.system("test")) as scope:
        from uuid import uuid4

        from tests.casework.world import HERE

        new = actions.Proposal(care.world.incident, person, "case", HERE, "有证")
        pk = actions.propose(scope.actor, uuid4(), new)
    from tests.control.isolation.conftest import LAW

    care.do(care.leader, actions.decide, pk, LAW)
    said = words(letter(care, pk, "notice"))
    assert DOCUMENT not in said and "有证" in said and "***" in said


def test_the_lift_order_comes_when_the_order_is_lifted(care: Care) -> None:
    pk = care.decided()
    with pytest.raises(Refused, match="paper_too_early"):
        letter(care, pk, "lift")
    care.do(care.leader, actions.lift, pk, "诊断排除")
    assert "诊断排除" in words(letter(care, pk, "lift"))


def test_a_letter_is_a_pdf_with_its_own_fonts_and_signs_of_the_layout_are_only_text() -> None:
    made = Letter(
        organ="某指挥部", title="告知书", number="x-000001", to="#panic() *张某*：", opening="$x$ #let",
        facts=(("项", "值"),),
        points=(("权利", ("就医随时放行",)),), date="2026-11-24", foot="", signs=("被告知人",),
        code='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>',
        code_text="扫码查看",
    )  # fmt: skip
    pdf = printed(made)
    assert pdf.startswith(b"%PDF-") and len(pdf) < 100_000
    assert b"NotoSerifSC" in pdf and b"/FontFile3" in pdf
