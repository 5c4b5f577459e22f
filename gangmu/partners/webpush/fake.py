"""A push service and the browser behind it, which reads what only it can read."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gangmu.partners.fake import Answer, FakeServer, Request

CURVE = ec.SECP256R1()


class FakePushService(FakeServer):
    """One subscription: a browser with its keys. A topic that has not been shown yet is replaced."""

    def __init__(self) -> None:
        super().__init__()
        self.browser = ec.derive_private_key(0x600DCAFE, CURVE)
        self.auth = bytes(range(16))
        self.topics: dict[str, str] = {}

    @property
    def address(self) -> dict[str, str]:
        """The subscription, as the browser gives it."""
        return {
            "endpoint": f"{self.url}/push/one", "p256dh": _text(self._point()), "auth": _text(self.auth),
        }  # fmt: skip

    def answer(self, request: Request) -> Answer:
        """Checks the server's signature, then shows the message."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        if self.trouble == "throttled":
            return Answer(429, headers={"Retry-After": "30"})
        if self.trouble == "rejects" or request.path != "/push/one":
            return Answer(410)
        if (
            not self._signed(headers.get("authorization", ""))
            or headers.get("content-encoding") != "aes128gcm"
        ):
            return Answer(403)
        told = json.loads(self._read(request.body))
        self.topics[headers["topic"]] = "\n".join((told["title"], told["text"], told["url"]))
        self.texts[:] = self.topics.values()
        return Answer(201, headers={"Location": f"/message/{len(self.requests)}"})

    def _point(self) -> bytes:
        return self.browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def _signed(self, authorization: str) -> bool:
        parts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid").split(","))
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(parts["k"]))
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience="http://127.0.0.1")
        return str(claims["sub"]).startswith("mailto:")

    def _read(self, body: bytes) -> bytes:
        """RFC 8188 and 8291, read from the browser's side: one record."""
        salt, length = body[:16], body[20]
        server, sealed = body[21 : 21 + length], body[21 + length :]
        secret = self.browser.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, server))
        pseudo = _derived(self.auth, secret, b"WebPush: info\0" + self._point() + server, 32)
        key = _derived(salt, pseudo, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(salt, pseudo, b"Content-Encoding: nonce\0", 12)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\x02")


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
