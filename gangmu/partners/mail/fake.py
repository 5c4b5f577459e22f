"""A mail server: as much of SMTP as a sender needs."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from typing import Self

MAILBOX = "member@city.invalid"


class FakeMailServer:
    """Takes letters for one domain. `trouble` as with other fakes: 'broken', 'throttled', 'rejects'."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.trouble = ""

    @property
    def address(self) -> dict[str, str]:
        """A mailbox that it serves."""
        return {"email": MAILBOX}

    def __enter__(self) -> Self:
        fake = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 fake")
                while line := self.rfile.readline().decode().strip():
                    word = line[:4].upper()
                    if word == "QUIT":
                        self.say("221 bye")
                        return
                    self.say(fake.answer(word))
                    if word == "DATA" and not fake.trouble:
                        self.take()

            def take(self) -> None:
                lines: list[bytes] = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                fake.keep(b"".join(lines))
                self.say("250 taken")

            def say(self, text: str) -> None:
                self.wfile.write(f"{text}\r\n".encode())

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def answer(self, word: str) -> str:
        """The reply to a command."""
        if word == "RCPT" and self.trouble == "throttled":
            return "450 later"
        if word == "RCPT" and self.trouble == "rejects":
            return "550 no such mailbox"
        if word == "MAIL" and self.trouble == "broken":
            return "451 broken"
        return "354 go on" if word == "DATA" else "250 ok"

    def keep(self, data: bytes) -> None:
        """What the reader of the mailbox sees."""
        letter = email.message_from_bytes(data, policy=email.policy.default)
        body = letter.get_body()
        self.texts.append(f"{letter['Subject']}\n{body.get_content() if body else ''}")
        self.ids.append(str(letter["Message-ID"]))
