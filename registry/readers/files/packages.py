"""Unpacking a .zip of documents, with the file names its owner gave them."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.files.archives import MAX_FILE, member_names

_OFFICE = {"word/document.xml": "Word 文档", "xl/workbook.xml": "表格文件", "OFD.xml": "OFD 文档"}
_LITTER = ("__MACOSX", ".", "~$", "Thumbs.db", "desktop.ini")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8 = 0x800  # general purpose bit 11: the name is in UTF-8


@dataclass(frozen=True)
class Member:
    """A file of a package: its `name` with folders, and the `path` of its bytes or the `problem` why there are none."""

    name: str
    path: str
    problem: str


def unpack(path: Path, name: str, into: Path) -> list[Member]:
    """The files of the archive, unpacked into the folder `into`, without those that programs left behind.

    Raises Refusal when the archive is broken, encrypted, harmful, empty, or an office document.
    """
    names = member_names(path, name)
    if office := next((word for member, word in _OFFICE.items() if member in names), ""):
        raise Refusal(f"“{name}”其实是{office}，请把扩展名改回原来的再上传")
    with zipfile.ZipFile(path) as archive:
        labelled = [(member, _name(member)) for member in archive.infolist() if not member.is_dir()]
        wanted = [(member, label) for member, label in labelled if label and not is_litter(label)]
        if not wanted:
            raise Refusal(f"“{name}”里没有文件，请检查后重新上传")
        return [
            _extract(archive, member, label, into / f"{n:05d}") for n, (member, label) in enumerate(wanted)
        ]


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, to: Path) -> Member:
    problem = ""
    if member.compress_type not in _METHODS:
        problem = "的压缩方法不常用，解不开，请用普通的 zip 格式重新打包"
    elif member.file_size > MAX_FILE:
        problem = f"超过{MAX_FILE // 1024 // 1024}MB，没有保存；请拆分或压缩图片后重新上传"
    elif label.lower().endswith((".zip", ".rar", ".7z")):
        problem = "是压缩包里的压缩包，没有打开；请解压后重新打包"
    else:
        try:
            to.write_bytes(archive.read(member))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            problem = "在压缩包里已损坏，取不出来，请重新打包"
    return Member(label, str(to), problem and f"“{label}”{problem}")


def _name(member: zipfile.ZipInfo) -> str:
    """The name as its owner wrote it, without `..` and leading slashes. Old Windows packs names in GBK."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = (tidy(part) for part in name.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def is_litter(name: str) -> bool:
    """Whether a program, not an office, left the file there: __MACOSX, ~$ lock files, Thumbs.db. `name` has folders."""
    return any(part.startswith(_LITTER) for part in name.split("/"))
