"""The twin's own book of a live day, kept from what its people did and were answered, and compared with the instance's.

Pure: what the instance says comes in as records, and what differs goes out as sentences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gangmu.twin.day.live.names import TASK, WAITING, File, Person

PARTS = ("tasks", "merged", "handed_over", "out_of_city", "refused", "waiting")
FATES = {"tasks": TASK}


@dataclass
class Page:
    """A person's page: his task as the first phone saw it, what was done in order, and how it stands."""

    person: Person
    task: int = 0
    village: str = ""
    moves: list[str] = field(default_factory=list)
    reports: int = 0
    late: int = 0
    visits: int = 0
    released: bool = False

    @property
    def returned(self) -> bool:
        """Whether it has been sent back by the comparer."""
        return "return" in self.moves


@dataclass(frozen=True)
class RowSaid:
    """A row as the instance has it; `task` 0 for none."""

    push: int
    number: int
    outcome: str
    task: int


@dataclass(frozen=True)
class TaskSaid:
    """A task as the instance has it, with its facts counted, `moves` without the closing that comes by itself."""

    id: int
    status: str
    name: str
    village: str
    moves: tuple[str, ...]
    outcome: str
    reports: int
    late: int
    released_facts: tuple[str, ...]
    handed_over_facts: int


@dataclass(frozen=True)
class Said:
    """All that the instance says about the pushes of the day: `ledgers` and the facts of settling by push; by task
    the (push, row) that the partner's feed names.
    """

    ledgers: Sequence[Mapping[str, int]]
    settled: Sequence[Sequence[Mapping[str, int]]]
    rows: Sequence[RowSaid]
    tasks: Sequence[TaskSaid]
    feed: Mapping[int, Sequence[tuple[int, int]]]


class Book:
    """What the twin knows: the rows it pushed, and a page for everybody with a door."""

    def __init__(self, files: Sequence[File]) -> None:
        self.files = files
        people = {id(row.person): row.person for file in files for row in file.rows.values() if row.person}
        self.pages = [Page(person, village=person.village) for person in people.values()]
        self._by_person = {id(page.person): page for page in self.pages}
        self._by_name = {(page.person.name, page.person.document): page for page in self.pages}
        self.by_task: dict[int, Page] = {}

    def page_of(self, task: int, name: str, document: str) -> Page | None:
        """The page of a task on somebody's list; None for one that is not of this day."""
        if (page := self.by_task.get(task)) is None and (page := self._by_name.get((name, document))):
            if page.task:
                return None
            page.task = task
            self.by_task[task] = page
        return page

    def doubtful(self, name: str, town: str) -> Page | None:
        """The page of somebody whose row waits at the desk of a town."""
        return next(
            (
                page
                for page in self.pages
                if page.person.doubtful and page.person.name == name and page.village[:9] == town
            ),
            None,
        )

    @property
    def open(self) -> int:
        """How many doors have not been released yet."""
        return sum(not page.released for page in self.pages)

    def differences(self, said: Said) -> Iterator[str]:
        """Every difference, one sentence each; none if all books agree to the last row."""
        tasks = {task.id: task for task in said.tasks}
        rows = {(row.push, row.number): row for row in said.rows}
        yield from self._ledgers(said)
        for push, file in enumerate(self.files):
            for number, row in file.rows.items():
                page = self._by_person.get(id(row.person))
                at = f"push {push + 1}, row {number}"
                if (found := rows.pop((push, number), None)) is None:
                    yield f"{at}: pushed, and not in the ledger"
                    continue
                fate = TASK if row.fate == WAITING and page and "place" in page.moves else row.fate
                yield from _differ(f"{at}: outcome", fate, found.outcome)
                yield from _differ(f"{at}: task", page.task if page else 0, found.task)
        for push, number in rows:
            yield f"push {push + 1}, row {number}: in the ledger, and never pushed"
        for page in self.pages:
            yield from self._page(page, tasks.pop(page.task, None), said.feed.get(page.task))
        for task in tasks:
            yield f"task {task}: of these pushes, and no phone ever saw it"

    def _ledgers(self, said: Said) -> Iterator[str]:
        for push, (file, ledger, facts) in enumerate(
            zip(self.files, said.ledgers, said.settled, strict=True), 1
        ):
            first = Counter(row.fate for row in file.rows.values())
            decided = sum(
                row.fate == WAITING
                and row.person is not None
                and "place" in self._by_person[id(row.person)].moves
                for row in file.rows.values()
            )
            now = first + Counter({TASK: decided})
            now[WAITING] -= decided
            yield from _differ(f"push {push}: received", len(file.rows), ledger["received"])
            for part in PARTS:
                yield from _differ(f"push {push}: {part}", now[FATES.get(part, part)], ledger[part])
            settled = {"received": len(file.rows), "tasks": first[TASK], "waiting": first[WAITING]}
            yield from _differ(f"push {push}: facts of settling", [settled], list(facts))

    def _page(
        self, page: Page, task: TaskSaid | None, feed: Sequence[tuple[int, int]] | None
    ) -> Iterator[str]:
        at = f"push {page.person.rows[0][0] + 1}, row {page.person.rows[0][1]}, task {page.task}"
        if task is None:
            yield f"{at}: a door that the instance has no task for"
            return
        status = "released" if task.status == "closed" else task.status
        moves = tuple(move for move in page.moves if move != "place")
        outcome = page.person.door.outcome if page.reports else ""
        for what, ours, theirs in (
            ("name", page.person.name, task.name),
            ("village", page.village, task.village),
            ("moves", ("open", *moves), task.moves),
            ("outcome", outcome, task.outcome),
            ("reports", page.reports, task.reports),
            ("late reports", page.late, task.late),
            ("released", page.released, status == "released"),
            ("facts of release", (outcome,) * page.released, task.released_facts),
            ("facts of handing over", page.moves.count("accept"), task.handed_over_facts),
            ("rows in the partner's feed", page.person.rows if page.released else None, feed),
        ):
            yield from _differ(f"{at}: {what}", ours, theirs)

    def summary(self) -> str:
        """The day in one line."""
        moves: Counter[str] = Counter(move for page in self.pages for move in page.moves)
        rows = sum(len(file.rows) for file in self.files)
        outcomes = Counter(page.person.door.outcome for page in self.pages if page.reports)
        return (
            f"{rows} rows, {len(self.pages)} doors ({', '.join(f'{n} {what}' for what, n in outcomes.most_common())}); "
            f"{moves['claim']} claims, {moves['unclaim']} in vain, {moves['report']} reports, "
            f"{sum(page.late for page in self.pages)} late ones beside, {moves['return']} returned, "
            f"{moves['accept']} handed over, {moves['place']} placed by a desk, {moves['release']} released"
        )


def _differ(what: str, ours: object, theirs: object) -> Iterator[str]:
    if ours != theirs:
        yield f"{what}: the twin has {ours!r}, the instance {theirs!r}"


def grouped(rows: Iterable[tuple[int, tuple[int, int]]]) -> dict[int, list[tuple[int, int]]]:
    """The (push, row) of each task, in order."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for task, row in rows:
        found[task].append(row)
    return {task: sorted(named) for task, named in found.items()}
