"""Identity numbers and phones at rest: sealed, found by keyed hash, shown masked.

Sealing is authenticated encryption (AES-256-GCM, or SM4-GCM where 国密 is required), bound to its purpose so that
a value cannot be moved from one column to another. The first byte of a sealed value names its key, which is how
keys rotate: new values take the first key of the ring, old ones open with theirs.
Finding is HMAC-SHA256 (or HMAC-SM3) under a key of its own, so that the hash says nothing without it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE, TAG = 12, 16


class Unsealable(Exception):
    """A sealed value that no key of the ring opens, or that was tampered with."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the ring: a number from 1 to 255, the algorithm ('aes' or 'sm4'), and its bytes (32 or 16)."""

    number: int
    algorithm: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 255 or len(self.secret) != {"aes": 32, "sm4": 16}.get(self.algorithm):
            raise ValueError(f"vault key {self.number}: wrong number, algorithm or length")

    @classmethod
    def parse(cls, text: str) -> Key:
        """A key written 'number:algorithm:base64' (URL-safe alphabet); the ValueError never repeats the key."""
        try:
            number, algorithm, secret = text.split(":")
            return cls(int(number), algorithm, b64decode(secret, altchars=b"-_", validate=True))
        except ValueError:
            raise ValueError(
                "a vault key is 'number:aes:…' or 'number:sm4:…' with 32 or 16 bytes in URL-safe base64"
            ) from None


class Vault:
    """Seals, opens and fingerprints values with a ring of keys; the first key seals."""

    def __init__(self, ring: list[Key], index_key: bytes, digest: str = "sha256") -> None:
        if not ring or len(index_key) < 32:
            raise ValueError("the vault needs a key and an index key of 32 bytes or more")
        self._ring = {key.number: key for key in ring}
        if len(self._ring) < len(ring):
            raise ValueError("two vault keys have the same number")
        self._sealing = ring[0]
        self._aead = {key.number: AESGCM(key.secret) for key in ring if key.algorithm == "aes"}
        self._index_key, self._digest = index_key, digest
        self._head = bytes([self._sealing.number])

    def seal(self, purpose: str, text: str) -> bytes:
        """Key number (1 byte), nonce (12), ciphertext with tag; '' seals to b''."""
        return self.seal_bytes(purpose, text.encode())

    def seal_bytes(self, purpose: str, data: bytes) -> bytes:
        """The same for bytes, such as a pushed file."""
        if not data:
            return b""
        key, nonce, bound = self._sealing, _nonce(), purpose.encode()
        if aead := self._aead.get(key.number):
            return self._head + nonce + aead.encrypt(nonce, data, bound)
        box = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce)).encryptor()
        box.authenticate_additional_data(bound)
        body = box.update(data) + box.finalize()
        return self._head + nonce + body + box.tag

    def open(self, purpose: str, sealed: bytes | memoryview) -> str:
        """The text that was sealed for this purpose; Unsealable if it was not."""
        return self.open_bytes(purpose, sealed).decode()

    def open_bytes(self, purpose: str, sealed: bytes | bytearray | memoryview) -> bytes:
        """The bytes that were sealed for this purpose; Unsealable if they were not."""
        if not sealed:
            return b""
        # A view: a pushed file is copied no more than it must be.
        view, bound = memoryview(sealed), purpose.encode()
        number, nonce, body = view[0], bytes(view[1 : 1 + NONCE]), view[1 + NONCE :]
        if number not in self._ring:
            raise Unsealable(f"no key {number} in the ring")
        try:
            if aead := self._aead.get(number):
                return aead.decrypt(nonce, body, bound)
            box = Cipher(
                algorithms.SM4(self._ring[number].secret), modes.GCM(nonce, bytes(body[-TAG:]))
            ).decryptor()
            box.authenticate_additional_data(bound)
            return box.update(body[:-TAG]) + box.finalize()
        except (InvalidTag, ValueError) as error:
            raise Unsealable("tampered with, or sealed for another purpose") from error

    def reseal(self, purpose: str, sealed: bytes | memoryview) -> bytes | None:
        """The same value under the newest key, or None if it already is (rotation)."""
        if not sealed or sealed[0] == self._sealing.number:
            return None
        return self.seal_bytes(purpose, self.open_bytes(purpose, sealed))

    def fingerprint(self, purpose: str, text: str) -> bytes:
        """16 bytes by which a value is found, different for every purpose; the value must be normalised."""
        return hmac.digest(self._index_key, f"{purpose}\0{text}".encode(), self._digest)[:16]


# Nonces are drawn by the hundred, for the system is asked once for many. Each is used once: taking one out is atomic,
# and a forked process begins with none.
_nonces: list[bytes] = []
os.register_at_fork(after_in_child=_nonces.clear)


def _nonce() -> bytes:
    try:
        return _nonces.pop()
    except IndexError:
        drawn = os.urandom(NONCE * 128)
        _nonces.extend(drawn[at : at + NONCE] for at in range(NONCE, len(drawn), NONCE))
        return drawn[:NONCE]


@lru_cache(maxsize=1)
def vault() -> Vault:
    """The vault of this installation, from the settings VAULT_KEYS, VAULT_INDEX_KEY and VAULT_DIGEST."""
    from django.conf import settings

    return Vault(
        [Key.parse(text) for text in settings.VAULT_KEYS],
        hashlib.sha256(settings.VAULT_INDEX_KEY.encode()).digest(),
        settings.VAULT_DIGEST,
    )


def mask_number(text: str) -> str:
    """A document number as everybody may see it: the first three and the last two characters, 25 at most."""
    return f"{text[:3]}{'*' * min(len(text) - 5, 20)}{text[-2:]}" if len(text) > 7 else "*" * len(text)


def mask_phone(text: str) -> str:
    """A phone as everybody may see it: the last four digits."""
    return f"{'*' * (len(text) - 4)}{text[-4:]}" if len(text) > 6 else "*" * len(text)
