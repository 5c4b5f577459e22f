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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE, TAG = 12, 16
HEAD = 1 + NONCE  # bytes before what was sealed
_FOREIGN = "tampered with, or sealed for another purpose"


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

    @property
    def cipher(self) -> algorithms.AES | algorithms.SM4:
        """What seals with it."""
        return algorithms.AES(self.secret) if self.algorithm == "aes" else algorithms.SM4(self.secret)

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
        if aead := self._aead.get(self._sealing.number):
            nonce = _nonce()
            return self._head + nonce + aead.encrypt(nonce, data, purpose.encode())
        return b"".join(self.seal_pieces(purpose, [data]))

    def seal_pieces(self, purpose: str, pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
        """The same, piece by piece: joined they are what `seal_bytes` makes. There must be something in them."""
        nonce = _nonce()
        box = Cipher(self._sealing.cipher, modes.GCM(nonce)).encryptor()
        box.authenticate_additional_data(purpose.encode())
        yield self._head + nonce
        for piece in pieces:
            yield box.update(piece)
        yield box.finalize() + box.tag

    def open(self, purpose: str, sealed: bytes | memoryview) -> str:
        """The text that was sealed for this purpose; Unsealable if it was not."""
        return self.open_bytes(purpose, sealed).decode()

    def open_bytes(self, purpose: str, sealed: bytes | bytearray | memoryview) -> bytes:
        """The bytes that were sealed for this purpose; Unsealable if they were not."""
        if not sealed:
            return b""
        aead = self._aead.get(sealed[0])
        if aead is None:
            return b"".join(self.open_pieces(purpose, [bytes(sealed)]))
        try:
            view = memoryview(sealed)
            return aead.decrypt(bytes(view[1:HEAD]), view[HEAD:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealable(_FOREIGN) from error

    def open_pieces(self, purpose: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same, piece by piece. Only with the last it is known whether all of them were sealed so: Unsealable.

        Until then nothing may be done with them that cannot be undone.
        """
        pieces = iter(pieces)
        held = bytearray()
        while len(held) < HEAD + TAG and (piece := next(pieces, b"")):
            held += piece
        if not held:
            return
        try:
            key, nonce = self._ring[held[0]], bytes(held[1:HEAD])
            box = Cipher(key.cipher, modes.GCM(nonce)).decryptor()
            box.authenticate_additional_data(purpose.encode())
            del held[:HEAD]
            for piece in chain([b""], pieces):
                held += piece
                yield box.update(bytes(held[:-TAG]))
                del held[:-TAG]
            yield box.finalize_with_tag(bytes(held))
        except KeyError as error:
            raise Unsealable(f"no key {error} in the ring") from None
        except (InvalidTag, ValueError) as error:
            raise Unsealable(_FOREIGN) from error

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
