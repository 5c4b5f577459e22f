"""Feishu's side of a signed group robot."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

from gangmu.kernel import clock
from gangmu.partners.fake import Answer, FakeServer, Request

HOOK, SECRET = "00000000-0000-4000-8000-000000000000", "0" * 22
ONE_HOUR = 3600


class FakeFeishu(FakeServer):
    """Knows one robot, by its address; checks time and signature."""

    @property
    def address(self) -> dict[str, str]:
        """Where the robot is spoken to, and the secret of its settings."""
        return {"url": f"{self.url}/open-apis/bot/v2/hook/{HOOK}", "secret": SECRET}

    def answer(self, request: Request) -> Answer:
        """The codes of the real one."""
        body = request.json
        if self.trouble == "throttled":
            return Answer(body={"code": 11232, "msg": "frequency limited"})
        if self.trouble == "rejects" or not request.path.endswith(HOOK):
            return Answer(body={"code": 19001, "msg": "param invalid: incoming webhook access token invalid"})
        if not self._signed(body.get("timestamp", ""), body.get("sign", "")):
            return Answer(body={"code": 19021, "msg": "sign match fail or timestamp is not within one hour"})
        self.texts.append(body["content"]["text"])
        return Answer(body={"code": 0, "msg": "success", "data": {}})

    def _signed(self, moment: str, sign: str) -> bool:
        if not moment.isdigit() or (self.timely and abs(int(moment) - clock.now().timestamp()) > ONE_HOUR):
            return False
        wanted = hmac.new(f"{moment}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
        return hmac.compare_digest(b64encode(wanted).decode(), sign)
