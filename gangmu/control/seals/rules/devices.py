"""Reading a list of lent devices: which column means what, and everything wrong with every line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

HEADERS = {
    "serial": ("序列号", "设备编号", "设备号", "编号", "sn", "serial", "serialnumber", "deviceid"),
    "vendor": ("平台", "接入方式", "厂商", "厂家", "vendor", "platform"),
    "model": ("型号", "设备型号", "model"),
}
VENDORS = {"onenet": ("onenet", "云", "云平台", "http"), "mqtt": ("mqtt", "网关", "broker")}
SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{2,39}")
_NOISE = re.compile(r"[\s_*:：()（）]+|必填|选填")


class Wrong(NamedTuple):
    """Something wrong with a line: its number as the spreadsheet shows it, field, value, code of what and remedy."""

    row: int
    field: str
    value: str
    code: str


class DeviceLine(NamedTuple):
    """A device of a list."""

    row: int
    vendor: str
    serial: str
    model: str


def read_devices(
    header_row: int, header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]
) -> tuple[list[DeviceLine], list[Wrong]]:
    """The devices of a list, and all that is wrong with it. Without a column for the platform all are `onenet`."""
    known = {word: field for field, words in HEADERS.items() for word in words}
    at: dict[str, int] = {}
    for column, title in enumerate(header):
        if field := known.get(_NOISE.sub("", title).lower()):
            at.setdefault(field, column)
    if "serial" not in at:
        return [], [Wrong(header_row, "serial", "", "column_missing")]
    found: list[DeviceLine] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, str], int] = {}
    for row, cells in rows:
        text = {field: cells[column].strip() if column < len(cells) else "" for field, column in at.items()}
        said = text.get("vendor", "").lower()
        vendor = next(
            (code for code, words in VENDORS.items() if said in words), "onenet" if not said else ""
        )
        errors = _errors(row, text, vendor)
        if not errors and (first := seen.setdefault((vendor, text["serial"]), row)) != row:
            errors = [Wrong(row, "serial", text["serial"], f"twice:{first}")]
        wrong += errors
        if not errors:
            found.append(DeviceLine(row, vendor, text["serial"], text.get("model", "")[:60]))
    return found, wrong


def _errors(row: int, text: dict[str, str], vendor: str) -> list[Wrong]:
    errors = []
    if not SERIAL.fullmatch(text["serial"]):
        errors.append(
            Wrong(row, "serial", text["serial"][:60], "serial_wrong" if text["serial"] else "empty")
        )
    if not vendor:
        errors.append(Wrong(row, "vendor", text["vendor"][:60], "vendor_unknown"))
    return errors
