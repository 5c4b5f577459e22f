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

ABOUT = """
Pushes in, laboratory results and tubes in, door seals in, released reports out, and the phone app's list and commands.
Times carry their offset. Errors are problem details (RFC 9457): `code` is stable, `title` is in the language of
Accept-Language, parameters stand beside them.

**Tokens.** `Authorization: Bearer …`. The city's administrator makes a token for one post (`gangmu token`), with the
scopes that its holder needs: `push`, `laboratory`, `reports`. It sees the ground of its post and nothing else, ends
after a year at the latest, and can be taken back at any time.

**Keys.** What changes something takes a header `Idempotency-Key`, a UUID of your own making. Sent again with the same
content it does nothing and is answered as before; with another content it is refused (422 `key_reused`). Of a request
that was refused, or did not arrive, the key is free. Keys are remembered for 90 days.

**Pushes.** A file is one list with a header, XLSX or CSV: 姓名, 身份证号, 联系电话, 现住址 (or 县区, 镇街, 村居 and the
rest), 风险类别, 来源地, 到惠时间, 交通方式, 性别, 出生日期, 备注, and 数据编号, your own reference, which comes back as
`source_ref`. Other words are understood, too. The slot is 10:00, 12:00, 15:00, 18:00 or urgent; `incident` may be left
out where one is open. Ask for the push every few seconds until its status is `done`.

**Limits.** JSON 8 MiB, XLSX 60 MB, CSV 190 MiB. 429 and 503 say in `Retry-After` when to come again; nothing was done.
"""

api = Api(
    title="Gangmu",
    version="1",
    description=ABOUT,
    auth=[Session(), Token()],
    parser=StrictParser(),
    docs=Swagger(settings={"validatorUrl": None}),  # its default asks another host about our schema
    urls_namespace="api",
)
install(api)
# What comes by the hundred each second stands first: addresses are tried in this order.
api.add_router("/field", commands.router)
api.add_router("/pushes", pushes.router, auth=Token())
api.add_router("/lab-results", laboratory.router, auth=Token())
api.add_router("/tubes", sampling.tubes, auth=Token())
api.add_router("/reports", reports.router, auth=Token())
api.add_router("/seals", seals.router)
api.add_router("/field", field.router)
api.add_router("/field", letters.router)
api.add_router("/field", ground.router)
api.add_router("/field", sampling.field)
api.add_router("/field", proofs.router)
api.add_router("/field", notices.router)

urlpatterns = [path("v1/", api.urls), re_path("", nowhere)]
