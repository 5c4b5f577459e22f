"""`gangmu account USERNAME --name NAME --post BODY:ROLE[:LINE]`: somebody who may sign in, and what he may do."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.doors.shell.queries import post_named, user_named
from gangmu.ground.accounts.actions import create_account, sign_out
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.actions import appoint
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered


class Command(BaseCommand):
    """Makes an account and gives it posts; run again, it gives further posts and keeps the password."""

    help = "Make an account and give it a post. The password is asked for, or read from standard input."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="what colleagues call him (default: the username)")
        parser.add_argument(
            "--post", action="append", default=[], help="BODY:ROLE or BODY:ROLE:LINE; repeatable"
        )
        parser.add_argument(
            "--sign-out", action="store_true", help="end his sessions: his phones wipe themselves"
        )
        parser.add_argument("--deputy", action="store_true", help="he stands in for whoever holds the post")

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing."""
        username = options["username"]
        if options["sign_out"]:
            return self.sign_out(username)
        with entered(Scope.system("shell")) as scope:
            posts = [post_named(text) for text in options["post"]]
            password = None if user_named(username) else self.password(username)
            user = create_account(scope.actor, username, options["name"] or username, password)
            for post in posts:
                appoint(scope.actor, user, post, clock.today(), deputy=options["deputy"])
                self.stdout.write(f"{username}: {post.title}, {post.body.name}")
        if not posts:
            self.stdout.write(f"{username}: without a post he sees nothing; give one with --post.")

    def sign_out(self, username: str) -> None:
        """For a phone that was lost."""
        user = user_named(username)
        if user is None:
            raise CommandError(f"There is no account {username}.")
        with entered(Scope.system("shell")) as scope:
            ended = sign_out(scope.actor, user)
        self.stdout.write(
            f"{username}: {ended} sessions ended. A phone wipes itself when it next asks the server."
        )

    def password(self, username: str) -> str:
        """A password that the settings accept."""
        asked = sys.stdin.isatty()
        password = getpass(f"Password of {username}: ") if asked else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, User(username=username))
        except ValidationError as wrong:
            raise CommandError("\n".join(wrong.messages)) from wrong
        return password
