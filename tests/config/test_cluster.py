"""The private cluster survives what happens on real machines: crashes, stolen ports, stale files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gangmu.config import binaries, cluster, postgres, roles


@pytest.fixture(scope="module")
def cluster_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("cluster")
    for folder in (home, home.parent, home.parent.parent):
        folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANGMU_HOME", str(home))
        patch.delenv("DATABASE_URL", raising=False)
        patch.setenv("GANGMU_DATABASE", "postgres")
        yield home
        postgres.destroy()


def answers() -> bool:
    try:
        with roles.connect() as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def port() -> int:
    return int(postgres.connection_settings("admin")["PORT"])


def test_the_server_runs_as_long_as_somebody_holds_a_lease(cluster_home):
    first, second = postgres.ensure_running("fast"), postgres.ensure_running("fast")
    first.release()
    assert answers()
    second.release()
    assert not answers()


def test_it_listens_on_the_loopback_address_and_in_its_own_folder_only(cluster_home):
    lease = postgres.ensure_running("fast")
    known = json.loads((cluster_home / "postgres.json").read_text())
    with roles.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == (known["folder"],)
    assert Path(known["folder"]).stat().st_mode & 0o077 == 0
    lease.release()


def test_a_folder_whose_path_is_too_long_for_a_socket_is_reached_by_the_loopback_address():
    assert cluster._socket_in(Path("/srv/gangmu/pg")) == "/srv/gangmu/pg"
    for folder in ("/srv/" + "a" * 100, "/srv/with space/pg"):
        assert cluster._socket_in(Path(folder)) == "127.0.0.1"


def test_data_that_matters_is_flushed_to_disk(cluster_home):
    lease = postgres.ensure_running("safe")
    with roles.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)
    lease.release()


def test_the_port_is_kept_from_start_to_start(cluster_home):
    seen = set()
    for _ in range(2):
        lease = postgres.ensure_running("fast")
        seen.add(port())
        lease.release()
    assert len(seen) == 1


def test_a_stolen_port_is_replaced(cluster_home):
    postgres.ensure_running("fast").release()
    before = port()
    with socket.socket() as thief:
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        thief.bind(("127.0.0.1", before))
        thief.listen()
        lease = postgres.ensure_running("fast")
        assert port() != before
        assert answers()
        lease.release()


def test_after_a_crash_it_starts_again_with_its_data(cluster_home):
    lease = postgres.ensure_running("fast")
    with roles.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
        connection.execute("CHECKPOINT")
    cluster = lease.cluster
    os.kill(cluster.running_pid(), signal.SIGKILL)
    with pytest.raises(psycopg.OperationalError):
        while True:
            with roles.connect() as connection:
                connection.execute("SELECT pg_sleep(0.02)")
    again = postgres.ensure_running("fast")
    with roles.connect() as connection:
        assert connection.execute("SELECT seven FROM kept").fetchone() == (7,)
    lease.release()
    again.release()


def test_a_process_id_that_now_belongs_to_a_stranger_does_not_count_as_running(cluster_home):
    lease = postgres.ensure_running("fast")
    cluster = lease.cluster
    lease.release()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert cluster.running_pid() is None
    again = postgres.ensure_running("fast")
    assert answers()
    again.release()


def test_a_lease_ends_with_its_process(cluster_home):
    script = "import os, signal\nfrom gangmu.config import postgres\npostgres.ensure_running('fast')\n"
    subprocess.run([sys.executable, "-c", script + "os.kill(os.getpid(), signal.SIGKILL)"], check=False)
    assert answers()
    postgres.ensure_running("fast").release()
    assert not answers()


def test_passwords_are_made_once_and_are_nobody_elses_business(cluster_home):
    kept = cluster_home / "passwords.json"
    assert postgres.password("web") == postgres.password("web") == json.loads(kept.read_text())["web"]
    assert kept.stat().st_mode & 0o077 == 0


def test_a_folder_without_postgres_is_refused_with_a_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(binaries.NoPostgres, match=r"lacks initdb(.|\n)*Remedy"):
        binaries.find_binaries()


def test_data_of_another_version_is_refused(cluster_home):
    with pytest.raises(binaries.NoPostgres, match="existing data needs 9"):
        binaries.find_binaries(major=9)


def test_an_address_in_the_environment_wins(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://dba:p%40ss@db.example:6432/huizhou?sslmode=require")
    monkeypatch.setenv("GANGMU_WEB_PASSWORD", "w")
    monkeypatch.delenv("GANGMU_DATABASE")
    assert postgres.connection_settings("admin") == {
        "NAME": "huizhou",
        "USER": "dba",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }
    web = postgres.connection_settings("web")
    assert (web["USER"], web["PASSWORD"]) == ("gangmu_web", "w")
