"""Who may open an account (nobody by himself: accounts come with posts), and how passwords are kept."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; signing in stays as allauth has it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class Argon2(Argon2PasswordHasher):
    """Argon2id with the least that OWASP's cheat sheet on storing passwords asks for: 19 MiB, two passes, one lane.

    A shift of 11,328 members signs in within minutes; Django's default parameters take six times the time.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
