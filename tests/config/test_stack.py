"""The two commands stand on this: roles, test databases, the processes, the browser."""

from __future__ import annotations

import json

import psycopg
import pytest
from django.db import connection, transaction
from playwright.sync_api import Page

from gangmu.config import roles
from tests.live import Live


@pytest.mark.django_db
def test_the_application_is_bound_by_row_security_and_may_put_it_aside_only_by_name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("gangmu_web", False)
        cursor.execute("SET LOCAL ROLE gangmu_bulk")
        cursor.execute("SELECT current_user, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("gangmu_bulk", True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["CREATE TABLE t (a int)", "TRUNCATE accounts_session", "DROP TABLE accounts_session"]
)
def test_the_application_may_not_change_the_schema(statement):
    with pytest.raises(Exception, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_chinese_letters_are_letters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('惠城区'))")
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_commits_is_gone_before_the_next_one(time):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_session")
        assert cursor.fetchone()[0] == 0
        cursor.execute("INSERT INTO accounts_session VALUES ('a', 'b', now())")


@pytest.mark.django_db
def test_preparing_twice_changes_nothing():
    roles.prepare()
    roles.prepare()


@pytest.mark.django_db
def test_the_sql_for_an_administrator_names_no_password():
    text = roles._for_administrator("city", "permission denied")
    assert "<GANGMU_WEB_PASSWORD>" in text
    assert roles.password("web") not in text


@pytest.mark.django_db
def test_a_stranger_does_not_get_in():
    known = roles.connection_settings("web")
    with pytest.raises(psycopg.OperationalError, match="authentication"):
        psycopg.connect(
            dbname=known["NAME"],
            user=known["USER"],
            password="guessed",
            host=known["HOST"],
            port=known["PORT"],
        )


@pytest.mark.browser
def test_the_product_runs_and_shows_chinese_in_a_browser(live: Live, page: Page):
    page.goto(live.url + "/account/login/")
    assert page.evaluate("document.documentElement.lang").startswith("zh")
    assert page.evaluate("document.fonts.check('16px sans-serif', '惠城区')")
    assert json.dumps(live.query("SELECT 1")) == "[[1]]"
