"""The API for partners and for the phone app: OpenAPI 3.1, tokens with scopes, problem details."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from gangmu.doors.api import laboratory, pushes
from gangmu.doors.api.access import Session, Token
from gangmu.doors.api.problems import install

api = NinjaAPI(
    title="Gangmu",
    version="1",
    description="Pushes in, laboratory results in, released reports out, and the phone app's list and commands. "
    "Every POST carries an Idempotency-Key (a UUID): the same key is carried out once.",
    auth=[Token(), Session()],
    urls_namespace="api",
)
install(api)
api.add_router("/pushes", pushes.router)
api.add_router("/lab-results", laboratory.router)

urlpatterns = [path("v1/", api.urls)]
