# ruff: noqa: E501 (tables of cells)
"""Whatever is pushed, reading it ends in rows or in one clear refusal, within bounded memory."""

import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gangmu.control.intake.rules import UnreadableFile, explain, guess_mapping, match_profile, read_sheet
from tests.control.intake.rules.making import (
    HEADER,
    PERSON,
    checked,
    csv_bytes,
    person,
    replaced,
    worksheet,
    xlsx_bytes,
)

WORKBOOK = xlsx_bytes([HEADER, *[person(serial=str(i)) for i in range(40)]])
TEXT = csv_bytes([HEADER, *[person(serial=str(i)) for i in range(40)]])
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def read(data: bytes) -> str:
    """The code of the refusal, or "" when it could be read to the end."""
    try:
        sheet = read_sheet(data, "a.xlsx")
        rows = list(sheet.rows())
        if match_profile(sheet.header):
            checked(sheet)
        else:
            guess_mapping(sheet.header, rows[:20])
    except UnreadableFile as error:
        assert explain(error.problem) and explain(error.problem, "en")
        return error.problem.code
    return ""


@given(st.binary(max_size=4000))
@example(b"sep=")
@SLOW
def test_random_bytes(data: bytes):
    read(data)


@given(
    st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"\xff\xfe", b"\xef\xbb\xbf"]), st.binary(max_size=3000)
)
@SLOW
def test_random_bytes_behind_a_known_beginning(magic: bytes, data: bytes):
    read(magic + data)


@given(st.binary(max_size=3000))
@settings(SLOW, max_examples=8)  # each is read by a process of its own
def test_random_bytes_behind_the_beginning_of_an_old_workbook(data: bytes):
    read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data)


@given(st.integers(0, len(WORKBOOK)))
@SLOW
def test_a_workbook_cut_anywhere_is_refused(length: int):
    assert length == len(WORKBOOK) or read(WORKBOOK[:length]) != ""


@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@SLOW
def test_a_workbook_with_flipped_bytes(changes: list[tuple[int, int]]):
    data = bytearray(WORKBOOK)
    for place, byte in changes:
        data[place] = byte
    read(bytes(data))


@given(
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, len(TEXT)),
)
@SLOW
def test_a_text_file_with_flipped_bytes_and_a_cut(changes: list[tuple[int, int]], length: int):
    data = bytearray(TEXT)
    for place, byte in changes:
        data[place] = byte
    read(bytes(data[:length]))


@given(
    st.text(max_size=600),
    st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "big5", "shift_jis", "latin-1"]),
)
@SLOW
def test_any_text_in_any_encoding(text: str, encoding: str):
    read(text.encode(encoding, "replace"))


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=12), st.sampled_from([",", "\t", ";"]))
@SLOW
def test_any_table_below_a_known_header(table: list[list[str]], delimiter: str):
    read(csv_bytes([HEADER, *table], delimiter=delimiter))


XML = st.text(alphabet='<>/="rcvtis123ABZ &;!-[]{}', max_size=200)


@given(XML)
@SLOW
def test_any_xml_in_a_worksheet(body: str):
    read(replaced(WORKBOOK, {"xl/worksheets/sheet1.xml": worksheet(body)}))


@given(
    st.sampled_from(
        [
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/sharedStrings.xml",
            "[Content_Types].xml",
        ]
    ),
    XML,
)
@SLOW
def test_any_xml_in_the_other_parts(name: str, body: str):
    read(replaced(WORKBOOK, {name: body.encode()}))


def test_an_entity_bomb_is_not_expanded():
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    body = f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]>'.encode() + worksheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    ).removeprefix(b'<?xml version="1.0"?>')
    read(replaced(WORKBOOK, {"xl/worksheets/sheet1.xml": body}))


MEASURE = """
import json, os, resource, sys
from pathlib import Path
from tests.control.intake.rules.test_reading_anything import HOSTILE, read

def apart(work):
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        return
    work()
    sys.stdout.flush()
    os._exit(0)

def measure():
    data = made.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code = read(data)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"kind": kind, "code": code, "grown": (after - before) // 1024, "size": len(data)}))

made = Path(sys.argv[1])
for kind, make in HOSTILE.items():
    apart(lambda: made.write_bytes(make()))  # what making it takes is not what reading it takes
    apart(measure)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What reading each hostile file came to, each in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path_factory.mktemp("hostile") / "file")],
        cwd=Path(__file__).parents[4], capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {one["kind"]: one for one in map(json.loads, done.stdout.splitlines())}


def zipped(**parts: bytes) -> bytes:
    return replaced(WORKBOOK, {name.replace("__", "/") + ".xml": content for name, content in parts.items()})


def lying_bomb() -> bytes:
    """A sheet that unfolds into 600 MB, more than may be taken, and declares 1,000 bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old:
            for name in old.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    archive.writestr(name, old.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as part:
            for _ in range(600):
                part.write(b" " * 1_000_000)
    data = out.getvalue()
    real = (600_000_000).to_bytes(4, "little")
    return data.replace(real, (1000).to_bytes(4, "little"))


def many_cells() -> bytes:
    """A thousand rows of 250 columns, honestly filled."""
    cells = [[f"{r}-{c}" for c in range(250)] for r in range(1000)]
    return xlsx_bytes([[*HEADER, *[f"x{i}" for i in range(239)]], *cells])


HOSTILE = {
    "bomb": lambda: zipped(xl__worksheets__sheet1=b"<worksheet>" + b" " * 350_000_000),
    "bomb of strings": lambda: zipped(xl__sharedStrings=b"<sst>" + b"<si><t>a</t></si>" * 20_000_000),
    "lying bomb": lying_bomb,
    "corners": lambda: zipped(
        xl__worksheets__sheet1=worksheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="299999"><c r="IV299999"><v>1</v></c></row>')
    ),
    "corners without positions": lambda: zipped(
        xl__worksheets__sheet1=worksheet("<row>" + "<c><v>1</v></c>" * 250 + '</row><row r="290000"><c><v>1</v></c></row>')
    ),
    "unsorted rows": lambda: zipped(
        xl__worksheets__sheet1=worksheet('<row r="1"><c r="Z299000"><v>1</v></c></row><row r="2"><c r="A1"><v>1</v></c></row>')
    ),
    "corners in a part that poses as something else": lambda: zipped(
        xl__sharedStrings=worksheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="299999"><c r="IV299999"><v>1</v></c></row>')
    ),
    "million columns": lambda: b"a," * 1_000_000,
    "million lines": lambda: csv_bytes([HEADER]) + b"1,2,3\n" * 1_100_000,
    "one long line": lambda: b"x" * 50_000_000,
    "one long quote": lambda: csv_bytes([HEADER]) + b'"' + b"x\n" * 20_000_000,
    "noise": lambda: random.Random(1).randbytes(50_000_000),
    "gb noise": lambda: random.Random(1).randbytes(20_000_000).translate(bytes(0xB0 + n % 0x47 for n in range(256))),
    "many cells": many_cells,
    "old excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(10_000_000),
    "honest list": lambda: xlsx_bytes([HEADER, *[PERSON] * 8_000]),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_memory_stays_bounded(kind: str, told: dict[str, dict[str, Any]]):
    assert told[kind]["grown"] < 400, told[kind]
    assert (told[kind]["code"] == "") == (kind in ("many cells", "honest list")), told[kind]
