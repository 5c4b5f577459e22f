"""A gateway for text messages."""

from __future__ import annotations

import hashlib
import hmac

from gangmu.kernel import clock
from gangmu.partners.fake import Answer, FakeServer, Request

KEY, SECRET = "fake", "fake secret"
PHONE = "00000000001"
FIVE_MINUTES = 300


class FakeGateway(FakeServer):
    """Knows one customer; checks time and signature; sends an id once."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: set[str] = set()

    @property
    def address(self) -> dict[str, str]:
        """A number that it serves."""
        return {"phone": PHONE}

    def answer(self, request: Request) -> Answer:
        """The codes of the protocol."""
        if self.trouble == "throttled":
            return Answer(429, {"code": "throttled"}, {"Retry-After": "30"})
        if not self._signed(request):
            return Answer(403, {"code": "bad_signature"})
        body = request.json
        if self.trouble == "rejects" or not body["phone"].isdigit():
            return Answer(422, {"code": "bad_number"})
        if body["id"] in self.taken:
            return Answer(body={"code": "duplicate", "reference": body["id"][:8]})
        self.taken.add(body["id"])
        self.texts.append(body["text"])
        return Answer(202, {"code": "accepted", "reference": body["id"][:8]})

    def _signed(self, request: Request) -> bool:
        headers = {name.lower(): value for name, value in request.headers.items()}
        moment = headers.get("x-gangmu-time", "")
        if headers.get("x-gangmu-key") != KEY or not moment.isdigit():
            return False
        wanted = hmac.new(SECRET.encode(), moment.encode() + b"\n" + request.body, hashlib.sha256).hexdigest()
        near = not self.timely or abs(int(moment) - clock.now().timestamp()) <= FIVE_MINUTES
        return near and hmac.compare_digest(wanted, headers.get("x-gangmu-signature", ""))
