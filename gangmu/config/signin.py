"""Who may open an account: nobody by himself. Accounts come with posts."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; signing in stays as allauth has it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
