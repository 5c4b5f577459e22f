"""What a rule noticed about a value: a code and the figures its text needs, never a sentence."""

from typing import NamedTuple

Params = tuple[tuple[str, str], ...]
"""Parameters of a text as (name, value) pairs: hashable, so findings can be cached and compared."""


class Finding(NamedTuple):
    """One remark about one value.

    `fatal` says the value cannot be used at all; otherwise it is kept and verified at the door.
    """

    code: str
    params: Params = ()
    fatal: bool = False
