"""Keys: made once, kept as hashes, recognised."""

from __future__ import annotations

import pytest

from assistant.keys import Caller, Keyring, entry, new_key, read_entry


def test_a_key_is_recognised_by_its_hash_alone() -> None:
    reader, writer = new_key(), new_key()
    lines = [entry("portal", False, reader), entry("anna", True, writer)]
    assert reader not in "".join(lines) and writer not in "".join(lines)
    ring = Keyring([read_entry(line) for line in lines], lambda: "owner-token")
    assert ring.required
    assert ring.caller(reader) == Caller("portal", may_write=False)
    assert ring.caller(writer) == Caller("anna", may_write=True)
    assert ring.caller("owner-token") == Caller("owner", may_write=True, own=True)
    for wrong in ("", "x", reader[:-1], reader + "x", lines[0], lines[0].split(":")[2], "\ud800"):
        assert ring.caller(wrong) is None


def test_without_keys_nobody_is_asked_for_one() -> None:
    ring = Keyring([], lambda: "")
    assert not ring.required
    assert ring.caller("") is None


def test_keys_are_never_alike_and_their_hashes_are_not_shown() -> None:
    assert len({new_key() for _ in range(100)}) == 100
    key = read_entry(entry("anna", True, new_key()))
    assert key.digest not in repr(key)


@pytest.mark.parametrize(
    "text",
    ["", "anna", "anna:read", "anna:admin:" + "0" * 64, "an na:read:" + "0" * 64, "a:read:" + "0" * 63],
)
def test_an_entry_that_cannot_be_read_is_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="minamata key") as caught:
        read_entry(text)
    assert not text or text not in str(caught.value)
