"""System checks that keep a demo from being taken for production; run by `gangmu check`."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def demo_is_not_production(**kwargs: Any) -> list[CheckMessage]:
    """Demo mode and production exclude each other; production brings its own secrets."""
    found: list[CheckMessage] = []
    if settings.DEMO and (settings.PRODUCTION or settings.HTTPS):
        found.append(
            Error(
                "Demo mode (GANGMU_DEMO=1) is on together with production settings.",
                hint="Unset GANGMU_DEMO: it opens accounts with a published password.",
                id="gangmu.E001",
            )
        )
    if settings.PRODUCTION:
        for name in ("GANGMU_SECRET_KEY", "GANGMU_VAULT_KEYS", "GANGMU_VAULT_INDEX_KEY"):
            if not os.environ.get(name):
                found.append(
                    Error(f"{name} is not set.", hint="Give it from your secret store.", id="gangmu.E002")
                )
    return found
