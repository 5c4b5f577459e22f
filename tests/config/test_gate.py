"""The gate before the real application: what is refused, in which words, what stays open, and that nothing is lost."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse

from gangmu.config import roles
from gangmu.config.gate import COME_AGAIN, SMALL, Gate
from gangmu.config.wsgi import served

SECONDS = 20.0
HELD = 7_429  # an advisory lock
pytestmark = pytest.mark.django_db(transaction=True)


class Answer:
    """What a request got."""

    def __init__(self, gate: Gate, path: str, method: str = "GET", sent: bytes = b"", **environ: str) -> None:
        self.status, self.headers = 0, dict[str, str]()
        known: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "QUERY_STRING": "", "wsgi.input": io.BytesIO(sent), "wsgi.url_scheme": "http",
            "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1",
        }  # fmt: skip
        body = gate({**known, **environ}, self._start)
        self.text = b"".join(body).decode()
        if close := getattr(body, "close", None):
            close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc: Any = None) -> None:
        self.status, self.headers = int(status.split(maxsplit=1)[0]), dict(headers)


def in_the_database(environ: dict[str, Any], start: Any) -> Any:
    """The real application, but that it first asks the database for a lock that somebody may hold."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [HELD])
    return served(environ, start)


@pytest.fixture
def gate() -> Iterator[Gate]:
    """One seat, and nobody may wait."""
    made = Gate(in_the_database, work=1, threads=6)
    yield made
    for lane in (made.work, made.sign_in, made.long):
        for seat in lane.seats:
            seat.close()


@pytest.fixture
def full(gate: Gate) -> Iterator[Gate]:
    """The only seat is taken: by a request that waits in the database until the test is over."""
    with roles.connect("web") as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [HELD])
        answers: list[int] = []
        busy = threading.Thread(target=lambda: answers.append(Answer(gate, "/field/").status))
        busy.start()
        with roles.connect("admin") as looker:
            for _ in range(int(SECONDS * 1000)):
                if looker.execute(
                    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                ).fetchone():
                    break
        yield gate
        holder.execute("SELECT pg_advisory_unlock(%s)", [HELD])
        busy.join(SECONDS)
    assert answers == [302]  # to the sign-in page: the one that was served is answered as ever


def seconds(answer: Answer) -> int:
    return int(answer.headers["Retry-After"])


def test_the_api_answers_with_a_problem_in_the_callers_language(full: Gate) -> None:
    english = Answer(full, "/api/v1/field/commands", "POST", HTTP_ACCEPT_LANGUAGE="en")
    chinese = Answer(full, "/api/v1/field/commands", "POST", HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9")
    assert english.status == chinese.status == 429
    assert english.headers["Content-Type"] == "application/problem+json"
    said = json.loads(english.text)
    assert (said["status"], said["code"]) == (429, "overloaded")
    assert "send the same request again" in said["title"]
    assert "重新发送" in json.loads(chinese.text)["title"]
    assert COME_AGAIN[0] <= seconds(english) <= COME_AGAIN[1]


def test_people_get_a_page_in_both_languages_that_comes_again_by_itself(full: Gate) -> None:
    answer = Answer(full, "/field/")
    assert answer.status == 429
    assert "系统繁忙，请稍候" in answer.text and "it counts once" in answer.text
    assert seconds(answer) == int(answer.headers["Refresh"])
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_form_that_was_refused_is_not_fetched_as_if_it_were_a_page(full: Gate) -> None:
    answer = Answer(full, "/field/tasks/1/claim/", "POST")
    assert answer.status == 429
    assert "Refresh" not in answer.headers


def test_a_body_in_chunks_is_whole_and_a_large_one_is_to_say_its_length() -> None:
    def echo(environ: dict[str, Any], start: Any) -> Any:
        start("200 OK", [])
        return HttpResponse(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))

    gate, chunked = Gate(echo, work=1, threads=6), {"HTTP_TRANSFER_ENCODING": "chunked"}
    assert Answer(gate, "/api/v1/lab-results", "POST", b"{whole}", **chunked).text == "{whole}"
    large = Answer(gate, "/api/v1/pushes", "POST", b"x" * (SMALL + 1), **chunked)
    assert large.status == 411 and json.loads(large.text)["code"] == "length_required"


def test_a_crowd_is_told_different_moments(full: Gate) -> None:
    assert len({seconds(Answer(full, "/field/")) for _ in range(100)}) > 5


def test_health_and_static_files_need_no_seat(full: Gate) -> None:
    assert Answer(full, "/health").text == "ok\n"
    full._application = served
    assert Answer(full, "/static/nowhere.css", HTTP_COOKIE="sessionid=nobodys").status == 404
    assert connections["default"].connection is None


def test_signing_in_has_seats_of_its_own(full: Gate) -> None:
    full._application = served
    assert Answer(full, "/account/login/").status == 200


def test_a_seat_is_free_again_after_an_error(gate: Gate) -> None:
    def broken(environ: dict[str, Any], start: Any) -> Any:
        raise RuntimeError("broken")

    gate._application = broken
    with pytest.raises(RuntimeError):
        Answer(gate, "/field/")
    gate._application = served
    assert Answer(gate, "/field/").status == 302


def test_a_seat_keeps_its_connection_whichever_thread_works_there(gate: Gate) -> None:
    backends: list[int] = []

    def which(environ: dict[str, Any], start: Any) -> Any:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('lock_timeout')")
            backends.append(cursor.fetchone())
        return served(environ, start)

    gate._application = which
    for _ in range(3):
        thread = threading.Thread(target=Answer, args=(gate, "/field/"))
        thread.start()
        thread.join(SECONDS)
    assert len(backends) == 3
    assert set(backends) == {(backends[0][0], "10s")}


def test_a_streamed_file_keeps_its_seat_until_it_is_closed(gate: Gate) -> None:
    from django.http import StreamingHttpResponse

    seen: list[int] = []

    def streaming(environ: dict[str, Any], start: Any) -> Any:
        start("200 OK", [])
        return StreamingHttpResponse(iter([b"a", b"b"]))

    gate._application = streaming
    body: Any = gate({"PATH_INFO": "/tasks.csv", "REQUEST_METHOD": "GET"}, lambda *_: None)
    seen.append(len(gate.long._free))
    assert b"".join(body) == b"ab"
    body.close()
    seen.append(len(gate.long._free))
    assert seen == [1, 2]
