"""A request is one query away from its user and his posts; what was taken away counts at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client

from gangmu.config import roles
from gangmu.config.sessions import SessionStore
from gangmu.ground.accounts.actions import end_sessions
from gangmu.ground.accounts.models import Session, User
from gangmu.ground.organization.models import Holding
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World, build


@pytest.fixture
def cadre(db: None) -> Actor:
    """A member of a trio on a small ground."""
    with entered(Scope.system("test")), bulk_role():
        world: World = build()
    return world.cadre


@pytest.fixture
def client(cadre: Actor) -> Client:
    """His browser, signed in."""
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(User.objects.get(pk=cadre.user_id))
    return client


def test_session_user_and_posts_are_one_query(client: Client) -> None:
    queries: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get("/locate/").status_code == 200
    about = [
        sql for sql in queries if "session" in sql or "accounts_user" in sql or "organization_acting" in sql
    ]
    assert len(about) == 1 and "organization_signed_in" in about[0]


def test_a_session_names_its_user(client: Client, cadre: Actor) -> None:
    assert Session.objects.get().user_id == cadre.user_id


def test_a_session_opened_with_another_password_is_over(client: Client, cadre: Actor) -> None:
    user = User.objects.get(pk=cadre.user_id)
    user.set_password("another one entirely")
    user.save()
    assert client.get("/locate/").status_code == 302
    assert not Session.objects.exists()


def test_an_account_that_is_switched_off_is_out_at_once(client: Client, cadre: Actor) -> None:
    User.objects.filter(pk=cadre.user_id).update(is_active=False)
    assert client.get("/locate/").status_code == 302


def test_a_post_that_was_taken_away_counts_at_once(client: Client, cadre: Actor) -> None:
    assert client.get("/locate/").status_code == 200
    Holding.objects.filter(user_id=cadre.user_id).delete()
    assert client.get("/locate/").status_code == 403


def test_a_session_that_is_over_is_nobody_and_is_deleted_at_night(client: Client, cadre: Actor) -> None:
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert client.get("/locate/").status_code == 302
    Client().force_login(User.objects.get(pk=cadre.user_id))
    assert end_sessions(Scope.system("test").actor) == 1
    assert Session.objects.count() == 1


def test_a_connection_that_the_server_has_closed_is_replaced_at_the_next_request(
    transactional_db: None,
) -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with roles.connect("admin", connection.settings_dict["NAME"]) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not connection.is_usable()
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


def test_what_a_request_changes_in_its_session_is_not_what_another_one_reads(client: Client) -> None:
    key = client.session.session_key
    one = SessionStore(key)
    one["list"] = ["kept"]
    one.save()
    SessionStore(key)["list"].append("changed, and never saved")
    assert SessionStore(key)["list"] == ["kept"]


def test_a_session_that_was_tampered_with_holds_nothing(client: Client) -> None:
    assert client.get("/locate/").status_code == 200
    row = Session.objects.get()
    row.session_data = row.session_data[:-1] + ("a" if row.session_data[-1] != "a" else "b")
    row.save()
    assert client.get("/locate/").status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("made_up", ["\0" * 32, "a" * 40 + "\0b", "é" * 40, "'; SELECT 1; --" * 3])
def test_a_cookie_that_somebody_made_up_is_nobodys(made_up: str) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = made_up
    assert browser.get("/locate/").status_code == 302
