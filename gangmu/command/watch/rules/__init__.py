"""What is pure about the watch: what a protocol holds, and when a missed changeover is told to whom."""

from gangmu.command.watch.rules.ladder import Ladder, ladder
from gangmu.command.watch.rules.protocol import SECTIONS, Entry, Section, Snapshot, digest_of

__all__ = ["SECTIONS", "Entry", "Ladder", "Section", "Snapshot", "digest_of", "ladder"]
