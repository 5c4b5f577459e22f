"""The command `gangmu`: Django's management commands on a database that is running and ready."""

from __future__ import annotations

import os
import shutil
import sys

from gangmu.config import postgres
from gangmu.config.binaries import NoPostgres
from gangmu.config.cluster import ClusterFailed
from gangmu.config.forkserver import NotUp
from gangmu.config.frontend import BuildFailed
from gangmu.config.roles import NotAllowed

# These look at code only.
WITHOUT_DATABASE = {
    "help",
    "check",
    "makemigrations",
    "messages",
    "roster",
    "collectstatic",
    "findstatic",
    "--help",
    "--version",
}


def main() -> None:
    """`gangmu COMMAND …`; the exit status is the command's, 1 when the database can't be had."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if command == "run":
            from gangmu.config.run import main as run

            run()
        elif command == "reset":
            reset("--yes" in sys.argv[2:])
        elif command in WITHOUT_DATABASE or sys.argv[1:3] == ["pack", "check"]:
            manage()
        else:
            with_database()
    except (NoPostgres, ClusterFailed, NotAllowed, BuildFailed, NotUp) as failure:
        sys.exit(f"gangmu: {failure}")


def manage() -> None:
    """Hands the command line to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def with_database() -> None:
    """Runs the command while holding the private cluster; makes the database ready first.

    `gangmu prepare` does only that.
    """
    lease = postgres.ensure_running()
    try:
        demo_by_default()
        if sys.argv[1] not in ("migrate", "demo"):
            from gangmu.config.database import migrate, prepare

            # The twin brings its own people; an empty database shall not get the demo's first.
            twin = sys.argv[1] == "twin"
            (migrate if twin else prepare)(whisper, demo=not twin and os.environ["GANGMU_DEMO"] == "1")
        if sys.argv[1] != "prepare":
            manage()
    finally:
        lease.release()


def demo_by_default() -> None:
    """A private database is a demo's unless the environment says otherwise; somebody's server never is."""
    private = postgres.is_private() and os.environ.get("GANGMU_PRODUCTION") != "1"
    os.environ.setdefault("GANGMU_DEMO", "1" if private else "0")


def reset(yes: bool) -> None:
    """Deletes the private cluster and everything else in the home, after asking."""
    place = postgres.home()
    if not place.exists():
        return
    if not yes:
        if not sys.stdin.isatty():
            sys.exit("gangmu: reset asks first; without a terminal say --yes (make reset FORCE=1)")
        if input(f"Delete the private database and all state in {place}? [y/N] ").strip().lower() != "y":
            sys.exit("gangmu: nothing was deleted")
    postgres.destroy()
    shutil.rmtree(place)
    whisper("deleted; the next start begins anew")


def whisper(message: str) -> None:
    """Tells the person at the terminal, leaving standard output to the command's own answer."""
    sys.stderr.write(f"gangmu: {message}\n")


if __name__ == "__main__":
    main()
