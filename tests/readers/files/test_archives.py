import os
import zipfile
from pathlib import Path

import pytest

from registry.domain.errors import Refusal
from registry.readers.files.archives import check_size, macro_notice, member_names

OLE = b"\xd0\xcf\x11\xe0"


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_the_members_of_a_sound_archive_are_listed(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", {"word/document.xml": b"<a/>", "../up.xml": b"<a/>"})
    assert member_names(path, "a.docx") == {"word/document.xml", "../up.xml"}


@pytest.mark.parametrize(
    "members",
    [{"a": b" " * (11 * 1024 * 1024)}, {str(n): b"" for n in range(10_001)}],
    ids=["ratio", "members"],
)
def test_a_bomb_is_refused_as_harmful(tmp_path: Path, members: dict[str, bytes]) -> None:
    with pytest.raises(Refusal, match="可能有害"):
        member_names(packed(tmp_path / "a.docx", members), "a.docx")


def test_a_declared_size_below_the_packed_size_is_refused_as_harmful(tmp_path: Path) -> None:
    """Nothing packs to far more than itself: the directory lies about what will come out."""
    path = packed(tmp_path / "a.docx", {"a": os.urandom(5000)})
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(Refusal, match="可能有害"):
        member_names(path, "a.docx")


@pytest.mark.parametrize(("size", "words"), [(0, "空文件"), (50 * 1024 * 1024 + 1, "超过 50 MB")])
def test_an_empty_or_oversized_file_is_refused(tmp_path: Path, size: int, words: str) -> None:
    with (tmp_path / "a.docx").open("wb") as file:
        file.truncate(size)
    with pytest.raises(Refusal, match=words):
        check_size(tmp_path / "a.docx", "a.docx")


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("word/vbaProject.bin", ".docx"),
        ("xl/vbaProject.bin", ".xlsx"),
        ("xl/macrosheets/sheet1.xml", ".xlsx"),
    ],
)
def test_macros_in_a_zipped_file_are_reported_with_advice(tmp_path: Path, member: str, kind: str) -> None:
    (notice,) = macro_notice(packed(tmp_path / "a", {member: b"x"}), "a.docm")
    assert "“a.docm”含有宏" in notice
    assert kind in notice


def test_macros_in_an_old_file_are_reported_too(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(OLE + "_VBA_PROJECT".encode("utf-16-le"))
    assert len(macro_notice(path, "a.doc")) == 1


@pytest.mark.parametrize("content", [OLE + b"WordDocument", "宏 _VBA_PROJECT".encode()])
def test_a_file_without_macros_has_no_notice(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(content)
    assert macro_notice(path, "a.doc") == []
    assert macro_notice(packed(tmp_path / "b.docx", {"word/document.xml": b"<a/>"}), "b.docx") == []
