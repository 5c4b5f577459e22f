"""How long a link is good, and how often it may be used."""

from __future__ import annotations

from datetime import timedelta

TOKEN_BYTES = 18  # 144 random bits, 24 characters: a small QR code, and nothing to guess
READ_DAYS = 7  # after an order is lifted he may still read what was, and object
AFTER = timedelta(days=READ_DAYS)
USES_A_MINUTE = 30  # of one link
WRONG_A_MINUTE = 20  # of one address: a whole house may sit behind one, so right links go on being answered
