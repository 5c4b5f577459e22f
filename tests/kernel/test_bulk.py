"""Set-based writing: any text arrives as it was sent."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.config import roles
from gangmu.kernel.bulk import ask, copy_pieces, copy_rows, copy_text, fetch, hexed, stage

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
words = st.one_of(
    texts, st.sampled_from(["\t", "\n", "\r\n", "\\", "\\N", "\\.", "a\tb\\\nc", "隔㙟村", "''"])
)
cells = st.one_of(st.none(), words)


@pytest.fixture
def staged(db: None) -> None:
    """A staging table of this transaction."""
    stage("staged", "number int, words text, bytes bytea")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, st.one_of(st.none(), st.binary(max_size=20))), max_size=8))
def test_what_is_copied_in_is_what_was_given(
    staged: None, rows: list[tuple[str | None, bytes | None]]
) -> None:
    with transaction.atomic():
        assert copy_rows(
            "staged", ("number", "words", "bytes"), ((n, *row) for n, row in enumerate(rows))
        ) == len(rows)
        found = [
            (w, None if b is None else bytes(b))
            for w, b in fetch("SELECT words, bytes FROM staged ORDER BY number")
        ]
        assert found == rows
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(words, st.one_of(st.none(), st.binary(max_size=20))), max_size=8))
def test_text_made_elsewhere_is_copied_in_as_it_was_given(
    staged: None, rows: list[tuple[str, bytes | None]]
) -> None:
    with transaction.atomic():
        pieces = (copy_text([((w,), (str(n), hexed(b)))]) for n, (w, b) in enumerate(rows))
        copy_pieces("staged", ("words", "number", "bytes"), pieces)
        found = fetch("SELECT words, bytes FROM staged ORDER BY number")
        assert [(w, None if b is None else bytes(b)) for w, b in found] == rows
        transaction.set_rollback(True)


def test_text_with_the_character_nul_is_not_made() -> None:
    with pytest.raises(ValueError, match="the character NUL"):
        copy_text([(("not\0fine",), ())])


def test_the_character_nul_is_refused_with_its_row_and_column(staged: None) -> None:
    rows = [(1, "fine", b""), (2, "not\0fine", b"\0")]
    with pytest.raises(ValueError, match="row 2, words: text with the character NUL"), transaction.atomic():
        copy_rows("staged", ("number", "words", "bytes"), rows)
    assert fetch("SELECT count(*) FROM staged") == [(0,)]


def test_a_value_of_the_wrong_type_keeps_the_words_of_the_database(staged: None) -> None:
    with pytest.raises(Exception, match="invalid input syntax for type integer"), transaction.atomic():
        copy_rows("staged", ("number",), [("one",)])


def test_a_staging_table_goes_with_its_transaction(transactional_db: None) -> None:
    with transaction.atomic():
        stage("staged", "number int")
    assert fetch("SELECT to_regclass('staged')") == [(None,)]


def test_rows_may_come_from_a_generator_one_by_one(staged: None) -> None:
    assert copy_rows("staged", ("number",), ((n,) for n in range(10_000))) == 10_000
    assert fetch("SELECT count(*), min(number), max(number) FROM staged") == [(10_000, 0, 9_999)]


ECHO = "SELECT to_json(%s::text)::text, NULL::text, to_json(%s::int + 1)::text"


@pytest.mark.parametrize("words", ["", "隔㙟村", "it's %s $1 \\ \n", '{"a": 1}'])
def test_what_is_asked_is_the_same_with_a_transaction_and_without(transactional_db: None, words: str) -> None:
    assert ask(ECHO, words, "41") == [words, None, 42]
    with transaction.atomic():
        assert ask(ECHO, words, "41") == [words, None, 42]
        assert not connection.connection.autocommit


def test_a_question_with_the_character_nul_is_refused_and_not_cut_short(transactional_db: None) -> None:
    with pytest.raises(ValueError, match="NUL"):
        ask(ECHO, "a\0b", "1")


def test_whoever_counts_statements_sees_what_is_asked(transactional_db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        ask(ECHO, "a", "1")
    assert len(seen) == 1


def test_a_question_that_fails_is_a_database_error_and_the_next_one_is_answered(
    transactional_db: None,
) -> None:
    with pytest.raises(DatabaseError, match="invalid input syntax for type integer"):
        ask(ECHO, "a", "one")
    assert ask(ECHO, "a", "1")[2] == 2


def test_a_question_to_a_server_that_has_gone_fails_and_the_connection_is_made_anew(
    transactional_db: None,
) -> None:
    pid = ask("SELECT pg_backend_pid()::text")[0]
    with roles.connect("admin") as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    with pytest.raises(OperationalError):
        ask("SELECT pg_backend_pid()::text")
    connection.close_if_unusable_or_obsolete()
    assert ask("SELECT pg_backend_pid()::text")[0] != pid
