"""Web push to a phone's browser: encrypted for it alone (RFC 8291), signed by this server (VAPID, RFC 8292)."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pydantic import ValidationError

from gangmu.kernel.later import Later
from gangmu.partners.channel import Message, NotSent, Sent, checked, posted

if TYPE_CHECKING:
    import httpx
    import webpush
else:
    webpush = Later("webpush")

HOSTS = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", ".notify.windows.com", "web.push.apple.com",
)  # fmt: skip
GONE = (404, 410)
KEPT = 12 * 3600  # seconds that the push service keeps it for a phone that is off: a shift
LONGEST = 3000  # bytes of what is told; a push service takes 4,096 encrypted
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class WebPush:
    """`address`: {'endpoint', 'p256dh', 'auth'} of a subscription. `seed` makes the installation's key pair."""

    name, idempotent = "webpush", True

    def __init__(self, http: httpx.Client, seed: str, contact: str, hosts: Collection[str] = HOSTS) -> None:
        self.http, self.seed, self.contact, self.hosts = http, seed, contact, hosts

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        digest = hmac.digest(self.seed.encode(), b"web push", hashlib.sha512)
        return ec.derive_private_key(int.from_bytes(digest) % (P256_ORDER - 1) + 1, ec.SECP256R1())

    @cached_property
    def public_key(self) -> str:
        """What a browser must know to subscribe to this server."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    @property
    def _maker(self) -> webpush.WebPush:
        # One for each message: it keeps what it was last given.
        return webpush.WebPush(
            self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            subscriber=self.contact,
            ttl=KEPT,
        )

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Hand it to the browser's push service; a later message of the same key replaces one not shown yet."""
        endpoint = checked(address["endpoint"], self.hosts)
        try:
            keys = {"p256dh": address["p256dh"], "auth": address["auth"]}
            to = webpush.WebPushSubscription.model_validate({"endpoint": endpoint, "keys": keys})
            made = self._maker.get(content(message), to)
        except (ValidationError, ValueError) as error:
            raise NotSent("address_gone", type(error).__name__, final=True) from None
        headers = {
            **made.headers,
            "topic": message.key.replace("-", "")[:32],
            "urgency": "high" if message.urgent else "normal",
        }
        answer = posted(self.http, endpoint, content=made.encrypted, headers=headers)
        if answer.status_code in GONE:
            raise NotSent("address_gone", str(answer.status_code), final=True)
        if answer.status_code in (401, 403):
            raise NotSent("misconfigured", str(answer.status_code), final=True)
        if answer.status_code >= 300:
            raise NotSent("rejected", str(answer.status_code), final=True)
        return Sent(answer.headers.get("Location", "")[-100:])


def content(message: Message) -> bytes:
    """What the service worker of the phone reads."""
    told = {"key": message.key, "title": message.title, "text": message.text, "url": message.url}
    data = json.dumps(told, ensure_ascii=False).encode()
    if len(data) > LONGEST:
        raise NotSent("rejected", f"{len(data)} bytes", final=True)
    return data
