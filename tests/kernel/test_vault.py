"""What is sealed opens only for its purpose, and masks say no more than they say."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.kernel.vault import Key, Unsealable, Vault, mask_number, mask_phone

AES, SM4 = Key(1, "aes", bytes(range(32))), Key(2, "sm4", bytes(range(16)))
INDEX = b"i" * 32
RINGS = {"aes": [AES], "sm4": [SM4], "aes, then sm4": [AES, SM4], "sm4, then aes": [SM4, AES]}
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@pytest.fixture(params=RINGS, name="vault")
def _vault(request: pytest.FixtureRequest) -> Vault:
    return Vault(RINGS[request.param], INDEX)


def both(text: str) -> list[tuple[Vault, bytes]]:
    return [(vault, vault.seal("document", text)) for vault in (Vault([AES], INDEX), Vault([SM4], INDEX))]


@given(texts)
def test_what_was_sealed_opens_again(text: str) -> None:
    for vault, sealed in both(text):
        assert vault.open("document", sealed) == text
        assert len(sealed) == 1 + 12 + len(text.encode()) + 16


def test_sealing_twice_gives_different_bytes(vault: Vault) -> None:
    assert vault.seal("document", "441302199001011234") != vault.seal("document", "441302199001011234")


def test_nothing_stays_nothing(vault: Vault) -> None:
    assert vault.seal("document", "") == b""
    assert vault.open("document", b"") == ""


def test_a_value_moved_to_another_column_does_not_open(vault: Vault) -> None:
    with pytest.raises(Unsealable):
        vault.open("phone", vault.seal("document", "13800138000"))


@given(texts, st.data())
def test_a_changed_byte_is_noticed(text: str, data: st.DataObject) -> None:
    for vault, sealed in both(text):
        place = data.draw(st.integers(1, len(sealed) - 1))
        change = data.draw(st.integers(1, 255))
        broken = sealed[:place] + bytes([sealed[place] ^ change]) + sealed[place + 1 :]
        with pytest.raises(Unsealable):
            vault.open("document", broken)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The same bytes in pieces, some of them empty perhaps."""
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[begin:end] for begin, end in pairwise(edges)]


@given(st.binary(min_size=1, max_size=200), st.lists(st.integers(0, 300), max_size=5), st.data())
def test_a_file_is_sealed_and_opened_in_whatever_pieces(
    content: bytes, places: list[int], data: st.DataObject
) -> None:
    for vault in (Vault([AES], INDEX), Vault([SM4], INDEX)):
        sealed = b"".join(vault.seal_pieces("push", cut(content, places)))
        assert vault.open_bytes("push", sealed) == content
        for whole in (sealed, vault.seal_bytes("push", content)):
            pieces = [piece for piece in cut(whole, places) if piece]
            assert b"".join(vault.open_pieces("push", pieces)) == content
        place = data.draw(st.integers(0, len(sealed) - 1))
        broken = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        for wrong in (broken, sealed[: data.draw(st.integers(1, len(sealed) - 1))]):
            with pytest.raises(Unsealable):
                list(vault.open_pieces("push", [piece for piece in cut(wrong, places) if piece]))
    assert list(vault.open_pieces("push", [])) == []


@given(st.binary(min_size=1, max_size=60))
def test_arbitrary_bytes_are_refused_and_never_crash(noise: bytes) -> None:
    with pytest.raises(Unsealable):
        Vault([AES, SM4], INDEX).open("document", noise)


def test_rotation_opens_old_values_and_seals_with_the_newest_key() -> None:
    old = Vault([AES], INDEX)
    sealed = old.seal("document", "E12345678")
    ring = Vault([SM4, AES], INDEX)
    assert ring.open("document", sealed) == "E12345678"
    renewed = ring.reseal("document", sealed)
    assert renewed is not None and renewed[0] == SM4.number
    assert ring.reseal("document", renewed) is None
    assert ring.reseal("document", b"") is None
    with pytest.raises(Unsealable, match="no key 2"):
        old.open("document", renewed)


def test_a_fingerprint_finds_the_same_value_and_only_for_the_same_purpose(vault: Vault) -> None:
    assert vault.fingerprint("document", "E12345678") == vault.fingerprint("document", "E12345678")
    assert vault.fingerprint("document", "E12345678") != vault.fingerprint("phone", "E12345678")
    assert vault.fingerprint("document", "E12345678") != vault.fingerprint("document", "E12345679")
    assert len(vault.fingerprint("document", "x")) == 16


def test_a_fingerprint_outlives_rotation_but_not_another_index_key_or_digest() -> None:
    value = ("document", "E12345678")
    assert Vault([AES], INDEX).fingerprint(*value) == Vault([SM4, AES], INDEX).fingerprint(*value)
    assert Vault([AES], INDEX).fingerprint(*value) != Vault([AES], b"j" * 32).fingerprint(*value)
    assert Vault([AES], INDEX).fingerprint(*value) != Vault([AES], INDEX, "sm3").fingerprint(*value)


def test_a_key_is_read_from_its_text() -> None:
    assert Key.parse(f"7:sm4:{urlsafe_b64encode(b'k' * 16).decode()}") == Key(7, "sm4", b"k" * 16)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1:aes",
        f"0:aes:{urlsafe_b64encode(b'k' * 32).decode()}",
        f"256:aes:{urlsafe_b64encode(b'k' * 32).decode()}",
        f"1:aes:{urlsafe_b64encode(b'k' * 16).decode()}",
        f"1:des:{urlsafe_b64encode(b'k' * 16).decode()}",
        f"one:aes:{urlsafe_b64encode(b'k' * 32).decode()}",
        f"1:aes:{urlsafe_b64encode(b'k' * 32).decode()[:-2]}!=",
    ],
)
def test_a_bad_key_is_refused_without_being_repeated_in_the_message(text: str) -> None:
    with pytest.raises(ValueError, match="vault key") as refused:
        Key.parse(text)
    assert urlsafe_b64encode(b"k" * 9).decode() not in str(refused.value)


def test_a_key_does_not_show_its_secret_when_it_is_printed() -> None:
    assert "secret" not in repr(Key(1, "aes", b"k" * 32)) and "kkk" not in repr(Key(1, "aes", b"k" * 32))


def test_a_ring_with_a_number_twice_no_key_or_a_short_index_key_is_refused() -> None:
    with pytest.raises(ValueError, match="same number"):
        Vault([AES, Key(1, "sm4", b"k" * 16)], INDEX)
    with pytest.raises(ValueError, match="needs a key"):
        Vault([], INDEX)
    with pytest.raises(ValueError, match="index key"):
        Vault([AES], b"short")


@given(st.text("0123456789ABCX", max_size=24))
def test_a_masked_number_shows_at_most_three_and_two_characters_and_hides_at_least_three(text: str) -> None:
    masked = mask_number(text)
    assert len(masked) == len(text)
    shown = [i for i, sign in enumerate(masked) if sign != "*"]
    assert all(i < 3 or i >= len(text) - 2 for i in shown)
    assert len(shown) <= max(0, len(text) - 3)
    assert all(masked[i] == text[i] for i in shown)


@given(st.text("0123456789+-", max_size=20))
def test_a_masked_phone_shows_at_most_the_last_four_digits(text: str) -> None:
    masked = mask_phone(text)
    assert len(masked) == len(text)
    assert set(masked[:-4]) <= {"*"}
    assert normalize("NFKC", masked) == masked
    assert masked.count("*") >= min(3, len(text))
