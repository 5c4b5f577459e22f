"""The only writers of an import: the clerk's steps (`steps`) and the worker's (`running`)."""

from gangmu.control.roster.actions.running import run
from gangmu.control.roster.actions.steps import prepare, resume, start, stop, upload, withdraw

__all__ = ["prepare", "resume", "run", "start", "stop", "upload", "withdraw"]
