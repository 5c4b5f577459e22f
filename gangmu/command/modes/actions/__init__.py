"""Plans for an emergency: made, looked at, carried out, taken back. Each is one command and one transaction."""

from gangmu.command.modes.actions.planning import check, discard, draft, work_out
from gangmu.command.modes.actions.switching import activate, roll_back

__all__ = ["activate", "check", "discard", "draft", "roll_back", "work_out"]
