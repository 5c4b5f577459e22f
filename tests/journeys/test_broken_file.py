"""A file that is not as it should be: every error at once and in words, corrected and sent back; or refused whole."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys.steps import Visitor, committed, ledger, listed, person, signed_in, uploaded
from tests.live import Live

pytestmark = pytest.mark.browser


def table(file: Path) -> list[list[str]]:
    """The cells of a workbook."""
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def workbook(rows: list[list[str]]) -> bytes:
    """A workbook of texts, as a spreadsheet program saves it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
    return file.getvalue()


def problems(page: Page) -> dict[str, str]:
    """What the page says is wrong, by spreadsheet row."""
    found: dict[str, str] = {}
    for line in page.locator("section", has_text="退回的数据").locator("tbody tr").all():
        row = line.locator("td").first.inner_text()
        found[row] = found.get(row, "") + line.inner_text()
    return found


def test_wrong_rows_are_named_at_once_downloaded_corrected_and_sent_back(
    live: Live, visitor: Visitor, tmp_path: Path
) -> None:
    clerk = signed_in(visitor, live, "push")
    title = "惠州市协查名单（2026年11月）".encode("gb18030") + b"\n"
    rows = listed(
        person("测试子", "13800138010", "惠城区江北街道三新村9栋101"),
        person("", "13800138011", "惠城区江北街道三新村9栋102"),
        person("测试丑", "", ""),
    )
    file = uploaded(clerk, live, title + rows)
    found = problems(clerk)
    # The title is row 1 and the header row 2 of the spreadsheet.
    assert set(found) == {"4", "5"}
    assert "姓名" in found["4"] and "住址" in found["5"]
    committed(clerk, 3)
    assert ledger(live, file) == {"received": 3, "tasks": 1, "refused": 2}

    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="退回名单").click()
    download.value.save_as(tmp_path / "refused.xlsx")
    sent_back = table(tmp_path / "refused.xlsx")
    header = sent_back[0]
    assert [row[header.index("原行号")] for row in sent_back[1:]] == ["4", "5"]
    sent_back[1][header.index("姓名")] = "测试寅"
    sent_back[2][header.index("联系电话")] = "13800138012"
    sent_back[2][header.index("现住址")] = "惠城区江北街道三新村9栋103"

    corrected = uploaded(clerk, live, workbook(sent_back), "corrected.xlsx")
    expect(clerk.locator("main")).to_contain_text("没有退回的数据")
    committed(clerk, 2)
    assert ledger(live, corrected) == {"received": 2, "tasks": 2}
    names = "SELECT name FROM casework_task WHERE name = ANY(%s) ORDER BY name"
    assert live.query(names, ["测试丑", "测试寅"]) == [("测试丑",), ("测试寅",)]


def test_a_file_that_cannot_be_read_is_refused_in_words_and_leaves_nothing_behind(
    live: Live, visitor: Visitor
) -> None:
    before = live.query("SELECT count(*) FROM intake_row")
    clerk = signed_in(visitor, live, "push")
    uploaded(clerk, live, b"PK\x03\x04" + b"\x00\x01\x02" * 400, "broken.xlsx")
    expect(clerk.locator("main")).to_contain_text("文件无法接收，数据没有任何变动")
    expect(clerk.locator("main").get_by_role("link", name="重新推送")).to_be_visible()
    kept = "SELECT status, problem IS NOT NULL FROM intake_batch WHERE filename = 'broken.xlsx'"
    assert live.query(kept) == [("rejected", True)]
    assert live.query("SELECT count(*) FROM intake_row") == before


def test_an_unknown_header_is_mapped_by_hand_from_guesses(live: Live, visitor: Visitor) -> None:
    lines = [
        "甲,乙,丙,丁",
        "测试卯,13800138013,惠城区江北街道三新村10栋101,广州",
        "测试辰,13800138014,惠城区江北街道三新村10栋102,广州",
    ]
    clerk = signed_in(visitor, live, "push")
    file = uploaded(clerk, live, "\n".join(lines).encode(), "unknown.csv")
    expect(clerk.locator("h1")).to_contain_text("各列是什么内容")
    # What looks like a phone and an address is guessed, with the reason; nothing is taken for granted.
    expect(clerk.locator("select[name=column1]")).to_have_value("phone")
    expect(clerk.locator("select[name=column2]")).to_have_value("address")
    expect(clerk.locator("tr", has=clerk.locator("select[name=column1]"))).to_contain_text("像电话")
    clerk.select_option("select[name=column0]", "")
    clerk.get_by_role("button", name="下一步").click()
    expect(clerk.get_by_role("alert")).to_contain_text("请指明哪一列是姓名或证件号码")
    clerk.select_option("select[name=column0]", "name")
    clerk.get_by_role("button", name="下一步").click()
    committed(clerk, 2)
    assert ledger(live, file) == {"received": 2, "tasks": 2}
