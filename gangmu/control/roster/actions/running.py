"""The worker's part: a register taken in slice by slice, each of them a transaction that moves the cursor too.

Whoever looks on sees how far it is; a stop takes effect after the slice; a worker that dies has lost one slice, and the
next goes on at the cursor (ADR 16).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from django.db.models import F

from gangmu.control.roster.bulk import destroy_file, piece_of, settle_slice, staged_text
from gangmu.control.roster.bulk.files import PIECE
from gangmu.control.roster.models import Import
from gangmu.control.roster.queries import layout_of, reader_of
from gangmu.control.roster.rules.records import Chunk, Layout, chunks, lines_of, of_chunk
from gangmu.control.roster.rules.residents import Reader
from gangmu.control.roster.states import ImportStatus
from gangmu.kernel import clock
from gangmu.kernel.crew import CORES, Work, shared
from gangmu.kernel.scope import Actor, Scope, entered, tell
from gangmu.kernel.vault import vault

CHUNK = 5_000  # lines that a helper makes at a time; a slice has one of each helper
STRETCH = 20  # chunks for which helpers are started: what they hold of the file
WORTH_HELPERS = 2_000_000  # bytes; below, starting helpers takes longer than the work


def run(actor: Actor, import_id: int, chunk: int = CHUNK) -> bool:
    """Take in what is left of a running import; False if it was stopped, or if somebody else is at it.

    Has transactions of its own. What it leaves does not depend on how it was cut and how often it was begun.
    """
    scope = Scope.of(actor)
    with entered(scope):
        one = Import.objects.get(pk=import_id)
        if one.status != ImportStatus.RUNNING:
            return False
        reader, layout = reader_of(one), layout_of(one)
    left = chunks(lines_of(_pieces(scope, one)), layout, one.offset, one.line, chunk)
    helpers = CORES if one.size - one.offset > WORTH_HELPERS else 0
    while stretch := list(islice(left, STRETCH)):
        made = shared(_staging(stretch, reader, layout), helpers)
        for at in range(0, len(stretch), CORES):
            ahead = stretch[at : at + CORES]
            if not _slice(scope, import_id, ahead, list(islice(made, len(ahead)))):
                return False
    return _finish(scope, import_id)


def _pieces(scope: Scope, one: Import) -> Iterator[bytes]:
    """The file from the cursor on."""
    begin, past = divmod(one.offset, PIECE)
    for number in count(begin):
        with entered(scope):
            piece = piece_of(one.pk, number)
        if not piece:
            return
        yield piece[past:] if number == begin else piece


def _staging(stretch: list[Chunk], reader: Reader, layout: Layout) -> Work:
    """Each n-th chunk read, checked, located and sealed; before it how many of its lines are nobody."""
    box = vault()

    def staged(k: int, n: int) -> Iterator[bytes]:
        for chunk in stretch[k::n]:
            readings, skipped = reader.read(of_chunk(chunk, layout))
            yield b"%d\n" % skipped + staged_text(readings, box)

    return staged


def _slice(scope: Scope, import_id: int, ahead: list[Chunk], made: list[bytes]) -> bool:
    """Take in some chunks and move the cursor, both or neither; False if the import is not there any more."""
    with entered(scope):
        one = Import.objects.select_for_update().get(pk=import_id)
        if one.status != ImportStatus.RUNNING or one.offset != ahead[0].offset:
            return False
        now, parts = clock.now(), [piece.partition(b"\n") for piece in made]
        counts = settle_slice((text for _skipped, _end, text in parts), import_id, now)
        Import.objects.filter(pk=import_id).update(
            offset=ahead[-1].end,
            line=ahead[-1].end_line,
            moved_at=now,
            skipped=F("skipped") + sum(int(skipped) for skipped, _end, _text in parts),
            received=F("received") + sum(counts.values()),
            **{outcome: F(outcome) + n for outcome, n in counts.items()},
        )
    return True


def _finish(scope: Scope, import_id: int) -> bool:
    with entered(scope):
        tell(move="finish")
        done = Import.objects.filter(pk=import_id, status=ImportStatus.RUNNING, offset=F("size"))
        if not done.update(status=ImportStatus.DONE, done_at=clock.now()):
            return False
        destroy_file(import_id)
    return True
