"""Background work: jobs commit with the rows that caused them (PostgreSQL queue, procrastinate).

A job carries ids, never personal data, and may run twice. Jobs of a worker that died are put back by `revive`.
"""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from gangmu.kernel import clock, commands

DEAD_AFTER = 10  # seconds without a heartbeat; settings.PROCRASTINATE_WORKER_DEFAULTS beats every 2
retrying = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(name="kernel.react", queue="facts", retry=retrying)
def react(fact_ids: list[int]) -> None:
    """Run the reactions to facts; those that fail are raised together when all have had their turn."""
    from gangmu.kernel.facts import react_to

    failures: list[Exception] = []
    for fact_id in fact_ids:
        try:
            react_to(fact_id)
        except ExceptionGroup as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("reactions", failures)


@app.periodic(cron="* * * * * */5")
@app.task(name="kernel.revive", queue="house", queueing_lock="kernel.revive")
async def revive(timestamp: int) -> None:
    """Give jobs whose worker died back to the queue; one whose successor waits already gives way to it."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # of its queueing lock
            await manager.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron="40 3 * * *")
@app.task(name="kernel.forget_commands", queue="house", queueing_lock="kernel.forget_commands")
def forget_commands(timestamp: int) -> None:
    """Forget each night the commands that nobody can send again."""
    commands.forget(clock.now() - commands.KEPT)
