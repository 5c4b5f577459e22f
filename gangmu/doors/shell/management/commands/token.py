"""`gangmu token NAME --user USERNAME --post BODY:ROLE --scope push`: a partner's key to the API; `--revoke` ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.doors.shell.queries import post_named, tokens_named, user_named
from gangmu.ground.accounts.actions import TOKEN_SCOPES, issue_token, revoke_token
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered


class Command(BaseCommand):
    """Issues and ends tokens. The text of a token is printed once and kept nowhere."""

    help = "Issue a token for a partner's system, or end those of a name."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("name", help="which system it is for")
        parser.add_argument("--user", help="the account it acts as")
        parser.add_argument("--post", help="in which of its posts: BODY:ROLE or BODY:ROLE:LINE")
        parser.add_argument("--scope", action="append", default=[], choices=TOKEN_SCOPES, help="repeatable")
        parser.add_argument("--days", type=int, default=365, help="how long it is good for (default: 365)")
        parser.add_argument("--revoke", action="store_true", help="end all tokens of this name now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token, or how many were ended."""
        with entered(Scope.system("shell")) as scope:
            if options["revoke"]:
                ended = tokens_named(options["name"])
                for token in ended:
                    revoke_token(scope.actor, token)
                self.stdout.write(f"{len(ended)} ended")
                return
            if not (options["user"] and options["post"] and options["scope"]):
                raise CommandError("Say for whom and for what: --user, --post and --scope.")
            user, post = user_named(options["user"]), post_named(options["post"])
            if user is None:
                raise CommandError(f"There is no account {options['user']}: make it with gangmu account.")
            until = clock.now() + timedelta(days=options["days"])
            self.stdout.write(
                issue_token(scope.actor, options["name"], user, post.pk, options["scope"], until)
            )
