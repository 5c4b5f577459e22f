"""Letters: what a device seals for the server alone, and cannot open again itself.

ECDH on P-256 with a key made for the one letter, HKDF-SHA256, AES-256-GCM; all of it is in every browser's WebCrypto.
A letter is bound to its id, so that none can be delivered under another's.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gangmu.kernel.vault import NONCE, TAG, Key, Unsealable

CURVE, POINT = ec.SECP256R1(), 65
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (SEC 2, 2.4.2)
INFO = b"gangmu letter"


class Mailbox:
    """Opens letters sealed for any key of the vault's ring; `public` is the one to seal the next letters for."""

    def __init__(self, ring: list[Key]) -> None:
        self._keys = [_private(key.secret) for key in ring]
        self.public = self._keys[0].public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, letter: bytes, bound: str) -> bytes:
        """What was sealed into the letter's own point (65 bytes), nonce (12), ciphertext with tag; else Unsealable."""
        if len(letter) <= POINT + NONCE + TAG:
            raise Unsealable("too short for a letter")
        try:
            sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, letter[:POINT])
        except ValueError as error:
            raise Unsealable("no point of the curve") from error
        nonce, body = letter[POINT : POINT + NONCE], letter[POINT + NONCE :]
        for key in self._keys:
            shared = HKDF(SHA256(), 32, None, INFO).derive(key.exchange(ec.ECDH(), sender))
            try:
                return AESGCM(shared).decrypt(nonce, body, bound.encode())
            except InvalidTag:
                continue
        raise Unsealable("tampered with, or sealed for another")


def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    drawn = int.from_bytes(HKDF(SHA256(), 48, None, b"gangmu mailbox").derive(secret), "big")
    return ec.derive_private_key(drawn % (ORDER - 1) + 1, CURVE)


@lru_cache(maxsize=1)
def mailbox() -> Mailbox:
    """The mailbox of this installation. Its keys come from those of the vault, and rotate with them (VAULT_KEYS)."""
    from django.conf import settings

    return Mailbox([Key.parse(text) for text in settings.VAULT_KEYS])
