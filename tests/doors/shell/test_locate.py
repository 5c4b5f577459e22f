"""`gangmu locate` at a terminal and on files."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gangmu.ground.territory.bulk import (
    DIVISIONS_AS_OF,
    load_aliases,
    load_divisions,
    shipped_aliases,
    shipped_divisions,
)
from gangmu.ground.territory.queries import forget_matcher
from gangmu.kernel.scope import Scope, entered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground() -> None:
    """The real divisions, in the database."""
    with entered(Scope.system("test")):
        load_divisions(shipped_divisions(), DIVISIONS_AS_OF)
        load_aliases(shipped_aliases())
    forget_matcher()


def test_one_address_is_explained_step_by_step() -> None:
    out = StringIO()
    call_command("locate", "惠州市惠阳区大亚湾西区街道上杨村12号", stdout=out)
    lines = out.getvalue().splitlines()
    assert any("上杨村: village" in line for line in lines)
    assert lines[-1].startswith("match 441303008")


def test_a_file_is_answered_row_by_row(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,address\na1,博罗县江北街道三新村\na2,深圳市龙华区\n", encoding="gb18030")
    call_command("locate", csv=source, out=target, stderr=StringIO())
    assert target.read_text("utf-8").splitlines() == [
        "id,code,status,flag,town,candidates",
        "a1,441302004200,match,1,441302004,",
        "a2,,outside,0,,",
    ]


def test_a_file_without_an_address_column_says_what_to_do(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,name\n1,x\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Name the column with the addresses 'address'"):
        call_command("locate", csv=source, out=tmp_path / "out.csv")


def test_the_file_that_is_read_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,address\n", encoding="utf-8")
    with pytest.raises(CommandError, match="must not be the file"):
        call_command("locate", csv=source, out=source)
