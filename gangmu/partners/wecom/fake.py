"""WeCom's side of a group robot."""

from __future__ import annotations

from gangmu.partners.fake import Answer, FakeServer, Request

KEY = "00000000-0000-4000-8000-000000000000"


class FakeWeCom(FakeServer):
    """Knows one robot, by its key."""

    @property
    def address(self) -> dict[str, str]:
        """Where the robot is spoken to."""
        return {"url": f"{self.url}/cgi-bin/webhook/send?key={KEY}"}

    def answer(self, request: Request) -> Answer:
        """The codes of the real one."""
        if self.trouble == "throttled":
            return Answer(body={"errcode": 45009, "errmsg": "api freq out of limit"})
        if self.trouble == "rejects" or not request.path.endswith(f"?key={KEY}"):
            return Answer(body={"errcode": 93000, "errmsg": "invalid webhook url"})
        self.texts.append(request.json["text"]["content"])
        return Answer(body={"errcode": 0, "errmsg": "ok"})
