"""What the server's log never says: the text of a resident's link, which opens his page (ADR 30)."""

from __future__ import annotations

import logging
import re

LINK = re.compile(r"/r/[^/\s\"'?]+")


class Masked(logging.Filter):
    """Writes /r/… in the place of a link in whatever is logged, with its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps the record, masked."""
        said = record.getMessage()
        if (masked := LINK.sub("/r/…", said)) != said:
            record.msg, record.args = masked, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = LINK.sub("/r/…", record.exc_text)
        return True
