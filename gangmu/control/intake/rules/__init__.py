"""Pure rules of reading a pushed file. No Django, no database.

The way of a file: `read_sheet` → `match_profile` (or `guess_mapping` and a person's choice) →
`RowChecker.check` for each of `sheet.rows()` → `error_file` for the refused. Everything wrong with a file
as a whole is raised as `UnreadableFile`; everything wrong with a row is a `Problem` on the `CheckedRow`.
"""

from gangmu.control.intake.rules.error_file import error_file
from gangmu.control.intake.rules.guessing import guess_mapping, mapping_from_guesses
from gangmu.control.intake.rules.problems import explain
from gangmu.control.intake.rules.profiles import load_profiles, match_profile
from gangmu.control.intake.rules.rows import RowChecker, check_row
from gangmu.control.intake.rules.sheets import find_header, read_again, read_sheet
from gangmu.control.intake.rules.types import (
    DEFAULT_LIMITS,
    CheckedRow,
    ColumnMapping,
    Field,
    Guess,
    Limits,
    Problem,
    Profile,
    Row,
    Severity,
    Sheet,
    Tally,
    UnreadableFile,
)

__all__ = [
    "DEFAULT_LIMITS",
    "CheckedRow",
    "ColumnMapping",
    "Field",
    "Guess",
    "Limits",
    "Problem",
    "Profile",
    "Row",
    "RowChecker",
    "Severity",
    "Sheet",
    "Tally",
    "UnreadableFile",
    "check_row",
    "error_file",
    "explain",
    "find_header",
    "guess_mapping",
    "load_profiles",
    "mapping_from_guesses",
    "match_profile",
    "read_again",
    "read_sheet",
]
