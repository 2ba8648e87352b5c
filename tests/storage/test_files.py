"""Bytes are kept whole under their hash, or not at all."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from registry.storage.engine import Store, is_disk_full
from registry.storage.files import keep_bytes, kept_before, path_of
from tests.kept import kept_hashes


def full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def everything(store: Store) -> list[str]:
    return [path.name for path in store.files.rglob("*") if path.is_file()]


def test_the_same_content_is_one_file(store: Store) -> None:
    sha256 = keep_bytes(store, b"content")
    assert keep_bytes(store, b"content") == sha256
    assert kept_hashes(store) == everything(store) == [sha256]
    assert path_of(store, sha256).read_bytes() == b"content"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_no_part_of_a_file(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left") as caught:
        keep_bytes(store, b"content")
    monkeypatch.undo()
    assert is_disk_full(caught.value)
    assert everything(store) == []
    assert [keep_bytes(store, b"content")] == everything(store)


def test_a_write_cut_short_leaves_no_part_of_a_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    open_descriptor: Callable[..., Any] = os.fdopen

    def open_full(*args: Any) -> Any:
        stream = open_descriptor(*args)
        stream.close()
        return open_descriptor(os.open("/dev/full", os.O_WRONLY), "wb")

    monkeypatch.setattr(os, "fdopen", open_full)
    with pytest.raises(OSError, match="No space left"):
        keep_bytes(store, b"content" * 100_000)
    assert everything(store) == []


def test_what_was_kept_before_an_instant_is_listed_with_parts_of_writes_cut_short(store: Store) -> None:
    old, new = keep_bytes(store, b"old"), keep_bytes(store, b"new")
    part = path_of(store, old).with_name(".part-x")
    part.write_bytes(b"o")
    for path in (path_of(store, old), part):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert set(kept_before(store, datetime(2001, 9, 10, tzinfo=UTC))) == {old, ".part-x"}
    assert new in set(kept_before(store, datetime(2999, 1, 1, tzinfo=UTC)))
