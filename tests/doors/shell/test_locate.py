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


def test_an_address_known_to_lie_in_a_zone_is_found_by_the_code_of_the_zone() -> None:
    said = {}
    for hint in ("", "ZK", "441302007", "441302007000", "441302"):
        out = StringIO()
        call_command("locate", "惠新社区", within=hint, stdout=out)
        said[hint] = out.getvalue().splitlines()[-1]
    assert said["ZK"] == said["441302007"] == said["441302007000"]
    assert not said[""].startswith("match") and not said["441302"].startswith("match 441303")
    assert said["ZK"].startswith("match 441302007004")


def test_a_hint_that_is_no_place_of_the_city_is_refused() -> None:
    with pytest.raises(CommandError, match="ZKK"):
        call_command("locate", "中星社区", within="ZKK")


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
