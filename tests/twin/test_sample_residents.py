"""The register of people who do not exist is one that the product takes in as it is."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gangmu.control.intake.rules import Field
from gangmu.control.roster.rules.heads import columns_of, read_head
from gangmu.control.roster.rules.records import lines_of, records


def test_it_has_so_many_people_in_columns_that_are_known(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    call_command("sample_residents", str(out), people=300, encoding="gb18030", stdout=StringIO())
    data = out.read_bytes()
    layout, sheet = read_head(data, "r.csv", whole=True)
    mapping = columns_of(sheet, {}, None, unattended=False)
    assert mapping is not None
    assert {Field.NAME, Field.AREA_CODE, Field.DOCUMENT_NUMBER} <= set(mapping.fields)
    found = list(records(lines_of([data]), layout))
    assert len(found) == 301
    assert not any(record.fault for record in found)


def test_how_many_must_be_possible(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 to 30,000,000"):
        call_command("sample_residents", str(tmp_path / "r.csv"), people=0)
