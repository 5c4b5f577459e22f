"""DingTalk's side of a signed group robot."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

from gangmu.kernel import clock
from gangmu.partners.fake import Answer, FakeServer, Request

TOKEN, SECRET = "0" * 64, "SEC" + "0" * 61
ONE_HOUR = 3_600_000


class FakeDingTalk(FakeServer):
    """Knows one robot, by its token; checks time and signature."""

    @property
    def address(self) -> dict[str, str]:
        """Where the robot is spoken to, and the secret of its settings."""
        return {"url": f"{self.url}/robot/send?access_token={TOKEN}", "secret": SECRET}

    def answer(self, request: Request) -> Answer:
        """The codes of the real one."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        if self.trouble == "throttled":
            return Answer(body={"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"})
        if self.trouble == "rejects" or asked.get("access_token") != TOKEN:
            return Answer(body={"errcode": 300001, "errmsg": "token is not exist"})
        if not self._signed(asked.get("timestamp", ""), asked.get("sign", "")):
            return Answer(body={"errcode": 310000, "errmsg": "sign not match"})
        self.texts.append(request.json["text"]["content"])
        return Answer(body={"errcode": 0, "errmsg": "ok"})

    def _signed(self, moment: str, sign: str) -> bool:
        if not moment.isdigit() or (
            self.timely and abs(int(moment) - clock.now().timestamp() * 1000) > ONE_HOUR
        ):
            return False
        wanted = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
        return hmac.compare_digest(b64encode(wanted).decode(), sign)
