"""Files as they come: what can be read is taken in, what cannot goes back with its line and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.intake.rules.problems import TEXTS
from gangmu.control.roster.rules import records
from gangmu.control.roster.rules.records import Layout, chunks, lines_of, of_chunk
from tests.control.roster.conftest import EAST, HEADER, Roster, Said, register, resident

GOOD = [resident(number) for number in range(1, 31)]
PLAIN = Layout("utf-8", ",", 0, ("a", "b", "c"))


def broken(change: Callable[[list[bytes]], object], encoding: str = "utf-8") -> bytes:
    """A good register whose lines (without the breaks) have been changed."""
    lines = register(GOOD, encoding=encoding).split(b"\n")
    change(lines)
    return b"\n".join(lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_are_read(roster: Roster, encoding: str) -> None:
    one = roster.take(register(GOOD, encoding=encoding))
    assert roster.counts(one) == {"created": 30}
    assert roster.homes()[0][0].startswith("李")


LINE = {
    "nul": (lambda lines: lines.__setitem__(9, lines[9].replace("东".encode(), b"\0")), "row_nul"),
    "another encoding": (
        lambda lines: lines.__setitem__(9, lines[9].decode().encode("gb18030")), "row_encoding"
    ),
    "a quote left open": (lambda lines: lines.__setitem__(9, lines[9].replace(b",", b',"', 1)), "row_quote_open"),
    "too few columns": (lambda lines: lines.__setitem__(9, lines[9].rsplit(b",", 2)[0]), "row_columns"),
    "too many columns": (lambda lines: lines.__setitem__(9, lines[9] + b",x"), "row_columns"),
    "a million columns": (lambda lines: lines.__setitem__(9, b"," * 1_000_000), "row_line_too_long"),
    "three megabytes": (lambda lines: lines.__setitem__(9, b"x" * 3_000_000), "row_line_too_long"),
    "a cell too long": (lambda lines: lines.__setitem__(9, lines[9] + b"x" * 5000), "row_line_too_long"),
}  # fmt: skip


@pytest.mark.parametrize("what", LINE)
@pytest.mark.parametrize("chunk", [3, 100])
def test_a_broken_line_goes_back_and_the_others_go_in(roster: Roster, what: str, chunk: int) -> None:
    change, code = LINE[what]
    one = roster.take(broken(change), chunk)
    assert roster.counts(one) == {"created": 29, "refused": 1}
    assert roster.back(one) == [(10, code)]
    assert code in TEXTS


def test_a_utf8_line_in_a_gb18030_file_is_not_read_as_another_name(roster: Roster) -> None:
    good = [resident(number, "东街一号院内东侧二层楼上") for number in range(1, 31)]
    lines = register(good, encoding="gb18030").split(b"\n")
    lines[9] = lines[9].decode("gb18030").encode()
    one = roster.take(b"\n".join(lines))
    assert roster.back(one) == [(10, "row_encoding")]


def test_a_file_cut_off_in_its_last_line_gives_that_line_back(roster: Roster) -> None:
    data = register(GOOD)
    one = roster.take(data[: len(data) - 30])
    assert (roster.counts(one), one.offset) == ({"created": 29, "refused": 1}, len(data) - 30)
    assert roster.back(one) == [(31, "row_columns")]


def test_a_quoted_cell_may_hold_line_breaks(roster: Roster) -> None:
    rows = [resident(1), resident(2, "东街\n2号"), resident(3)]
    for chunk in (1, 100):
        one = roster.take(register(rows), chunk)
        assert (one.refused, one.line) == (0, 5)
    assert "东街 2号" in {door.replace("\n", " ") for _, _, door in roster.homes()}


WHOLE = {
    "empty": (b"", "file_empty"),
    "a workbook": (b"PK\x03\x04" + b"\0" * 100, "file_csv_only"),
    "utf-16": (register(GOOD).decode().encode("utf-16"), "file_csv_only"),
    "a picture": (b"\x89PNG" + bytes(range(256)) * 9, "file_kind"),
    "a page": (b"<html><body>" + b"x" * 100, "file_html"),
    "noise": (bytes(range(128, 256)) * 100, "file_encoding_unknown"),
    "a header of thousands of columns": (b",".join([b"a"] * 3000) + b"\n1,2\n", "file_too_many_columns"),
    "a header that never ends": (register(GOOD).replace(b",", b"x" * 20_000 + b",", 1), "file_cell_too_long"),
    "no line break in a megabyte": (b"a,b" * 800_000, "file_line_too_long"),
}


@pytest.mark.parametrize("what", WHOLE)
def test_what_is_no_register_is_refused_with_a_reason(roster: Roster, what: str) -> None:
    data, code = WHOLE[what]
    one = roster.upload(data)
    assert one.status == "rejected"
    assert one.problem is not None
    assert one.problem["code"] == code
    assert code in TEXTS


def test_columns_that_nobody_knows_wait_to_be_mapped(roster: Roster) -> None:
    one = roster.upload(
        register([("甲", "乙", "丙", "丁", "戊", "己")] * 3, ("a1", "b2", "c3", "d4", "e5", "f6"))
    )
    assert (one.status, len(one.preview["guesses"])) == ("uploaded", 6)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=400), at=st.integers(0, 900))
def test_noise_anywhere_in_a_file_never_fails_and_balances(roster: Roster, noise: bytes, at: int) -> None:
    data = register(GOOD[:12], HEADER)
    data = data[:at] + noise + data[at:]
    one = roster.upload(data)
    if one.status == "running":
        assert roster.run(one.pk, 5)
        assert roster.of(one.pk).offset == len(data)


CELLS = st.tuples(
    *[
        st.text(st.characters(exclude_categories=["C"]), max_size=90)
        | st.from_regex(r"[A-Z0-9护照军字第号]{0,90}", fullmatch=True)
    ]
    * 4,
    st.sampled_from(("", EAST)),
    st.text(st.characters(exclude_categories=["C"]), max_size=400),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(CELLS, max_size=12))
def test_whatever_cells_hold_every_line_has_an_ending(roster: Roster, rows: list[Said]) -> None:
    with transaction.atomic():
        one = roster.take(register([resident(1), *rows]))
        assert one.offset == one.size
        transaction.set_rollback(True)


def test_a_number_longer_than_any_document_is_kept_and_shown_shortened(roster: Roster) -> None:
    one = roster.take(register([resident(1, document="1" * 64)]))
    assert roster.counts(one) == {"created": 1}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@given(
    data=st.lists(
        st.sampled_from([b"a", b",", b'"', b"\n", b"\r\n", b"\0", b"\xe6", "惠".encode()]), max_size=80
    ).map(b"".join),
    size=st.integers(1, 9),
    most=st.integers(1, 4),
)
def test_records_do_not_depend_on_how_the_bytes_come(data: bytes, size: int, most: int) -> None:
    whole = list(records.records(lines_of([data]), PLAIN))
    assert sum(found.size for found in whole) == len(data)
    assert list(records.records(lines_of(pieces(data, size)), PLAIN)) == whole
    cut = list(chunks(lines_of(pieces(data, size)), PLAIN, 0, 0, most))
    carried = [found for chunk in cut for found in of_chunk(chunk, PLAIN)]
    assert [found._replace(size=0) for found in carried] == [found._replace(size=0) for found in whole]
    assert [chunk.offset for chunk in cut] == [0, *(chunk.end for chunk in cut)][:-1] if cut else not data
    for chunk in cut:
        again = list(records.records(lines_of([data[chunk.offset :]]), PLAIN, chunk.line))
        assert again == whole[len(whole) - len(again) :]
