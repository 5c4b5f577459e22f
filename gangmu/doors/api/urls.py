"""The API for partners and for the phone app: OpenAPI 3.1, tokens with scopes, problem details."""

from __future__ import annotations

from django.urls import path, re_path
from ninja import Swagger

from gangmu.doors.api import (
    commands,
    field,
    ground,
    laboratory,
    letters,
    notices,
    proofs,
    pushes,
    reports,
    sampling,
    seals,
)
from gangmu.doors.api.access import Session, Token
from gangmu.doors.api.parsing import StrictParser
from gangmu.doors.api.problems import install, nowhere
from gangmu.doors.api.schema import Api

api = Api(
    title="Gangmu",
    version="1",
    description="Pushes in, laboratory results and tubes in, door seals in, released reports out, and the phone app's "
    "list and commands. "
    "Times carry their offset. Errors are problem details (RFC 9457) in the language of Accept-Language.",
    auth=[Session(), Token()],
    parser=StrictParser(),
    docs=Swagger(settings={"validatorUrl": None}),  # its default asks another host about our schema
    urls_namespace="api",
)
install(api)
# What comes by the hundred each second stands first: addresses are tried in this order.
api.add_router("/field", commands.router)
api.add_router("/pushes", pushes.router)
api.add_router("/lab-results", laboratory.router)
api.add_router("/tubes", sampling.tubes)
api.add_router("/reports", reports.router)
api.add_router("/seals", seals.router)
api.add_router("/field", field.router)
api.add_router("/field", letters.router)
api.add_router("/field", ground.router)
api.add_router("/field", sampling.field)
api.add_router("/field", proofs.router)
api.add_router("/field", notices.router)

urlpatterns = [path("v1/", api.urls), re_path("", nowhere)]
