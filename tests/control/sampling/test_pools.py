"""From the sealed tube to the resolved pool: custody, results with their revisions, recall, single swabs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from gangmu.casework.models import Task
from gangmu.control.sampling import actions
from gangmu.control.sampling.models import Recall, Result, ResultList, Tube
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.laboratory.queries import results_of
from tests.control.sampling.conftest import Town

HISTORY = """SELECT t.code, x.move FROM sampling_tube_transition x JOIN sampling_tube t ON t.id = x.subject_id
    ORDER BY x.id"""


def pool(town: Town, n: int = 3) -> tuple[list[int], object, int]:
    """A sealed tube P-001 with n members."""
    people = town.people(n)
    one, site = town.round(), town.site()
    for person in people:
        town.scan(one, site, "P-001", person)
    town.seal(one, "P-001")
    return people, one, site


def test_each_side_of_a_handing_over_says_what_it_had(town: Town) -> None:
    people = town.people(2)
    one, site = town.round(), town.site()
    for tube, person in zip(("T-001", "T-002"), people, strict=True):
        town.scan(one, site, tube, person)
    town.seal(one, "T-001")
    with pytest.raises(Refused, match="tubes_not_sent") as refused:
        town.do(town.medic, actions.send, one, ["T-001", "T-002", "T-999"], "王师傅", "中心实验室")
    assert refused.value.params["wrong"] == [("T-002", "open"), ("T-999", "tube_unknown")]
    town.seal(one, "T-002")
    town.do(town.medic, actions.send, one, ["T-001", "T-002"], "王师傅", "中心实验室")
    came = town.do(town.laboratory, actions.receive, "中心实验室", ["T-001", "T-777"])
    assert (came.new, came.before, came.unknown) == (1, 0, ["T-777"])
    assert town.do(town.laboratory, actions.receive, "中心实验室", ["T-001"]).before == 1
    with entered(Scope.system("test")), bulk_role():
        moves = fetch(HISTORY)
    assert [move for code, move in moves if code == "T-001"] == ["open", "seal", "send", "receive"]
    assert town.status("T-002") == "sent"
    kinds = set(FactRow.objects.filter(kind__startswith="sampling.").values_list("kind", flat=True))
    assert {"sampling.opened", "sampling.sent", "sampling.received"} <= kinds


def test_results_make_samples_valid_and_the_same_list_again_changes_nothing(town: Town) -> None:
    people, one, _site = pool(town)
    done = town.found({"P-001": "negative", "P-404": "negative"})
    assert (done.received, done.stored, done.unchanged, done.refused) == (2, 1, 0, 1)
    assert [tuple(line.model_dump().values()) for line in done.wrong] == [
        (1, "tube", "P-404", "tube_unknown")
    ]
    assert town.covered(one)["valid"] == len(people)  # type: ignore[arg-type]
    again = town.found({"P-001": "negative"})
    assert (again.stored, again.unchanged) == (0, 1)
    assert town.true()


def test_what_was_tested_earlier_does_not_take_the_place_of_what_was_tested_later(town: Town) -> None:
    pool(town)
    at = clock.now()
    with clock.at(at + timedelta(minutes=5)):
        town.found({"P-001": "positive"})
    with clock.at(at + timedelta(minutes=2)):
        late = town.found({"P-001": "negative"})
    assert (late.stored, [line.code for line in late.wrong]) == (0, ["older_result"])
    assert town.status("P-001") == "positive"
    with clock.at(at + timedelta(minutes=5)):
        assert town.found({"P-001": "negative"}).stored == 1  # the laboratory corrects the test that stands
    assert town.status("P-001") == "negative"


def test_a_positive_pool_is_recalled_swabbed_singly_and_resolved(town: Town) -> None:
    people, one, site = pool(town)
    town.found({"P-001": "positive"})
    town.react()
    town.react()
    with entered(Scope.system("test")):
        tasks = list(Task.objects.filter(kind="sampling_recall"))
        assert len(tasks) == 3 and all(task.urgent and "P-001" in task.known["remark"] for task in tasks)
        assert all(task.due_at - task.created_at == timedelta(hours=1) for task in tasks)
    assert town.recalls() == ["asked"] * 3
    assert town.covered(one)["sampled"] == 0  # type: ignore[arg-type]
    assert town.scan(one, site, "P-002", people[0]).parked == "must_be_single"  # type: ignore[arg-type]
    for n, person in enumerate(people):
        assert town.scan(one, site, f"S-00{n}", person, 1).filled == 1  # type: ignore[arg-type]
    assert town.recalls() == ["swabbed"] * 3
    town.seal(one, "S-000", "S-001", "S-002")  # type: ignore[arg-type]
    town.found({"S-000": "negative", "S-001": "negative", "S-002": "invalid"})
    assert town.recalls() == ["cleared", "cleared", "asked"]
    assert town.status("P-001") == "positive"
    town.scan(one, site, "S-003", people[2], 1)  # type: ignore[arg-type]
    town.seal(one, "S-003")  # type: ignore[arg-type]
    town.found({"S-003": "positive"})
    town.react()
    assert town.recalls() == ["cleared", "cleared", "confirmed"]
    assert town.status("P-001") == "resolved"
    covered = town.covered(one)  # type: ignore[arg-type]
    assert (covered["sampled"], covered["valid"]) == (3, 3)
    with entered(Scope.system("test")) as scope:
        assert [one.value for one in results_of(scope, people[2])] == ["positive", "invalid"]
        assert Task.objects.filter(kind="sampling_recall", status="cancelled").count() == 2
    assert town.true()


def test_a_corrected_result_is_a_revision_and_what_followed_is_put_right(town: Town) -> None:
    people, one, site = pool(town)
    town.found({"P-001": "invalid"})
    assert (town.covered(one)["sampled"], town.true()) == (0, True)  # type: ignore[arg-type]
    town.scan(one, site, "P-002", people[0])  # type: ignore[arg-type]
    town.found({"P-001": "positive"})
    town.react()
    town.found({"P-001": "negative"})
    with entered(Scope.system("test")):
        assert list(Result.objects.order_by("pk").values_list("value", flat=True)) == [
            "invalid",
            "positive",
            "negative",
        ]
        assert all(one.received == one.stored for one in ResultList.objects.all())
    assert town.recalls() == ["cleared"] * 3
    assert town.counting(people[0]) == ["P-002"]  # he is in another tube by now
    assert town.counting(people[1]) == ["P-001"]
    assert town.true()


def test_a_lost_tube_frees_who_was_in_it(town: Town) -> None:
    people, one, site = pool(town)
    with entered(Scope.system("test")):
        tube = Tube.objects.get(code="P-001")
    town.do(town.medic, actions.void, tube, "运输途中破损")
    assert town.covered(one)["sampled"] == 0  # type: ignore[arg-type]
    assert town.scan(one, site, "P-002", people[0]).filled == 1  # type: ignore[arg-type]
    with pytest.raises(Refused, match="tube_over"):
        town.do(town.medic, actions.void, tube, "再次")
    assert town.found({"P-001": "negative"}).wrong[0].code == "tube_void"
    assert town.true()


def test_found_in_a_tube_of_his_own_he_is_confirmed_and_his_trio_told(town: Town) -> None:
    (person,) = town.people(1)
    one, site = town.round(), town.site()
    town.scan(one, site, "S-001", person, 1)
    town.seal(one, "S-001")
    town.found({"S-001": "positive"})
    town.react()
    assert town.recalls() == ["confirmed"]
    assert town.covered(one)["valid"] == 1
    with entered(Scope.system("test")):
        (task,) = Task.objects.filter(kind="sampling_recall")
        assert "单管" in task.known["remark"] and task.status == "open"
    assert town.true()


def test_a_recall_that_no_swab_can_end_is_settled_by_the_office_for_a_reason(town: Town) -> None:
    pool(town, 1)
    town.found({"P-001": "positive"})
    town.react()
    with entered(Scope.system("test")):
        recall = Recall.objects.get()
    with pytest.raises(Refused, match="not_allowed"):
        town.do(town.medic, actions.settle_recall, recall, "已转院")
    town.do(town.world.desk, actions.settle_recall, recall, "已转院隔离治疗")
    assert (town.recalls(), town.status("P-001")) == (["settled"], "resolved")


def test_late_results_are_told_once_an_hour(town: Town) -> None:
    pool(town)
    with clock.at(clock.now() + timedelta(hours=25)), entered(Scope.system("sampling")) as scope:
        assert actions.tell_overdue(scope.actor) == 1
    assert FactRow.objects.filter(kind="sampling.overdue").count() == 1


def test_two_persons_who_are_one_have_one_sample(town: Town) -> None:
    first, second = town.people(2)
    one, site = town.round(), town.site()
    town.scan(one, site, "T-001", first)
    town.scan(one, site, "T-002", second)
    with entered(Scope.system("test")) as scope:
        actions.follow_merged(scope.actor, first, second)
    covered = town.covered(one)
    assert (covered["required"], covered["sampled"]) == (1, 1)
    assert town.true()


def test_rounds_are_planned_by_the_pack_and_on_ones_own_ground(town: Town) -> None:
    now = clock.now()
    new = actions.NewRound(town.world.incident, "轮次", now, now + timedelta(hours=1), 10, unit="441322")
    with pytest.raises(Refused, match="not_found"):
        town.do(town.leader, actions.plan, new)
    with pytest.raises(Refused, match="not_allowed"):
        town.do(town.medic, actions.plan, new)
    with pytest.raises(Refused, match="nobody_required"):
        town.round()
    command = uuid4()
    own = actions.NewRound(
        town.world.incident, "轮次", now, now + timedelta(hours=1), 10, unit="441302001001"
    )
    one = town.do(town.leader, actions.plan, own, command=command)
    assert town.do(town.leader, actions.plan, own, command=command) == one
