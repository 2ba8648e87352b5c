"""A package is unpacked with the names of its files, and a broken one is refused with one sentence."""

import io
import zipfile
from pathlib import Path

import pytest

from registry.domain.errors import Refusal
from registry.readers.files.packages import unpack
from registry.readers.sandbox import unpack_safely


def packed(tmp_path: Path, *members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "全部.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def names(tmp_path: Path, path: Path) -> list[str]:
    into = tmp_path / "into"
    into.mkdir()
    return [member.name for member in unpack(path, path.name, into)]


def test_folders_stay_in_the_names_and_litter_is_left(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        ("2019年/甲.docx", b"1"),
        ("__MACOSX/2019年/._甲.docx", b"2"),
        (".DS_Store", b"3"),
        ("2019年/~$甲.docx", b"4"),
        ("2019年/", b""),
        ("Thumbs.db", b"5"),
    )
    assert names(tmp_path, path) == ["2019年/甲.docx"]


def test_names_packed_in_gbk_are_read(tmp_path: Path) -> None:
    """Old Windows writes the bytes of its own code page and no mark of UTF-8."""
    path = packed(tmp_path, ("AAAAAAAA.txt", b"1"))
    path.write_bytes(path.read_bytes().replace(b"AAAAAAAA", "通知文件".encode("gb18030")))
    assert names(tmp_path, path) == ["通知文件.txt"]


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    path = packed(tmp_path, ("../../etc/甲.txt", b"1"), ("/乙.txt", b"2"), ("..\\丙.txt", b"3"))
    assert names(tmp_path, path) == ["etc/甲.txt", "乙.txt", "丙.txt"]
    assert sorted(path.name for path in (tmp_path / "into").iterdir()) == ["00000", "00001", "00002"]


def test_a_package_within_a_package_is_reported_and_not_opened(tmp_path: Path) -> None:
    path = packed(tmp_path, ("里面.zip", b"PK"), ("甲.txt", b"1"))
    (tmp_path / "into").mkdir()
    first, second = unpack(path, path.name, tmp_path / "into")
    assert "压缩包里的压缩包" in first.problem
    assert (second.problem, Path(second.path).read_bytes()) == ("", b"1")


def test_an_unusual_method_is_refused_for_that_file(tmp_path: Path) -> None:
    path = packed(tmp_path, ("甲.txt", b"1" * 100), compression=zipfile.ZIP_BZIP2)
    (tmp_path / "into").mkdir()
    (member,) = unpack_safely(path, path.name, tmp_path / "into")
    assert "重新打包" in member.problem


def test_an_office_document_is_refused_as_a_package(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="其实是Word"):
        unpack_safely(packed(tmp_path, ("word/document.xml", b"<w/>")), "甲.zip", tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no zip at all"])
def test_a_broken_package_is_refused_with_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(content)
    with pytest.raises(Refusal, match="“坏"):
        unpack_safely(path, path.name, tmp_path)


def test_a_damaged_member_does_not_affect_the_others(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("甲.txt", b"AAAAAAAA")
        archive.writestr("乙.txt", b"BBBBBBBB")
    path = tmp_path / "全部.zip"
    path.write_bytes(out.getvalue().replace(b"AAAAAAAA", b"AAAACCCC"))
    (tmp_path / "into").mkdir()
    first, second = unpack(path, path.name, tmp_path / "into")
    assert "已损坏" in first.problem
    assert second.problem == ""
