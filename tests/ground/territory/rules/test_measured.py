"""The matcher against labelled addresses of every hard kind: the goals of the product, with room to spare."""

from collections import Counter

from gangmu.ground.territory.rules import AddressIndex, Division, Place
from gangmu.twin.addresses import AddressWriter

ROWS = 6_000


def test_the_goals_hold_on_labelled_addresses(
    index: AddressIndex, shipped_divisions: list[Division], shipped_places: list[Place]
) -> None:
    rows = list(AddressWriter(shipped_divisions, shipped_places, seed=20).sample(ROWS))
    answers = index.locate_many(row.address for row in rows)
    counts: Counter[str] = Counter()
    for row, answer in zip(rows, answers, strict=True):
        right = answer.code == row.code and row.label == "village"
        counts["one"] += row.label == "village"
        counts["found"] += right
        counts["assigned"] += answer.status == "match"
        counts["assigned right"] += answer.status == "match" and right
        counts["nowhere"] += row.label in {"outside", "empty"} and bool(answer.code)
        counts["flag wrong"] += right and answer.flag != row.flag
    assert counts["found"] >= 0.99 * counts["one"], counts
    assert counts["assigned right"] >= 0.998 * counts["assigned"], counts
    assert counts["nowhere"] == 0, counts
    assert counts["flag wrong"] <= 0.002 * counts["one"], counts


def test_the_same_seed_writes_the_same_addresses(
    shipped_divisions: list[Division], shipped_places: list[Place]
) -> None:
    first, second = (AddressWriter(shipped_divisions, shipped_places, seed=3).sample(300) for _ in range(2))
    assert list(first) == list(second)
