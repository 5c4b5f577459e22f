"""Daily work of the organization."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.ground.organization.bulk import extend_shifts


@app.periodic(cron="10 3 * * *")
@app.task(name="organization.extend_shifts", queue="house", queueing_lock="organization.extend_shifts")
def extend_shifts_daily(timestamp: int) -> None:
    """Keep seven days of shifts ahead."""
    extend_shifts()
