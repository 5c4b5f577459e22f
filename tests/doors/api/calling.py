"""Calling the API as partners and phones do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.ground.accounts.models import ApiToken, User
from gangmu.ground.accounts.queries import digest_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor

CSV = (
    "姓名,证件号码,联系电话,现住址\n周甲,110101199003075517,13800000001,甲街道东社区1号\n"
    ",,,\n王乙,,13800000002,甲街道西社区2号\n"
)


@dataclass
class Caller:
    """Somebody with a token, and the language he reads."""

    token: str
    language: str = "en"

    def get(self, path: str, **query: Any) -> Any:
        """GET below /api/v1."""
        return Client().get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path: str, body: Any, key: UUID | None = None) -> Any:
        """POST JSON below /api/v1."""
        return Client().post(
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=self.headers(key or uuid4()),
        )

    def push(self, data: bytes, key: UUID | None = None, name: str = "list.csv", **form: str) -> Any:
        """Push a file."""
        fields = {"file": SimpleUploadedFile(name, data), **form}
        return Client().post("/api/v1/pushes", fields, headers=self.headers(key or uuid4()))

    def do(self, kind: str, task: int, body: Any = None, *, id: UUID | None = None, seen: int = 1) -> Any:
        """One command, and what became of it."""
        answer = self.post("/field/commands", {"commands": [command(kind, task, body, id=id, seen=seen)]})
        assert answer.status_code == 200, answer.content
        return answer.json()["results"][0]

    def headers(self, key: UUID | None = None) -> dict[str, str]:
        """What every call carries."""
        own = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        return {**own, "Idempotency-Key": str(key)} if key else own


def command(
    kind: str, task: int, body: Any = None, *, id: UUID | None = None, seen: int = 1
) -> dict[str, Any]:
    """A command as the phone writes it."""
    return {
        "id": str(id or uuid4()),
        "kind": kind,
        "task": task,
        "at": "2026-11-24T12:00:00+08:00",
        "seen_version": seen,
        "body": body or {},
    }


def caller(actor: Actor, *scopes: str, language: str = "en") -> Caller:
    """A caller with a fresh token for the actor's post."""
    token = f"gm_{uuid4()}"
    ApiToken.objects.create(
        name="test", digest=digest_of(token), user=User.objects.get(pk=actor.user_id), post_id=actor.post_id,
        scopes=list(scopes), created_at=clock.now(),
    )  # fmt: skip
    return Caller(token, language)
