"""A .zip of documents: its files by the names their owner gave them, unpacked in a child process with limits."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.files.archives import MAX_FILE, member_names
from registry.readers.sandbox import Worker

_OFFICE = {"word/document.xml": "Word 文档", "xl/workbook.xml": "表格文件", "OFD.xml": "OFD 文档"}
_LITTER = ("__MACOSX", ".", "~$", "Thumbs.db", "desktop.ini")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8 = 0x800


def unpack_safely(path: Path, name: str, into: Path) -> list[dict[str, Any]]:
    """`unpack` in a child process. Raises Refusal, also when the child dies or takes too long."""
    with Worker() as worker:
        members: list[dict[str, Any]] = worker.ask("unpack", path, name, into)["members"]
    return members


def unpack(path: Path, name: str, into: Path) -> list[dict[str, Any]]:
    """Every file of the archive: its `name` with folders, and the `path` within `into` where it lies, or the
    `problem` why not. Raises Refusal when the archive is broken, encrypted, harmful, or no package of files."""
    found = member_names(path, name)
    if office := next((word for member, word in _OFFICE.items() if member in found), ""):
        raise Refusal(f"“{name}”其实是{office}，请把扩展名改回原来的再上传")
    with zipfile.ZipFile(path) as archive:
        named = [(each, _name(each)) for each in archive.infolist() if not each.is_dir()]
        wanted = [(each, label) for each, label in named if label and not is_litter(label)]
        if not wanted:
            raise Refusal(f"“{name}”里没有文件，请检查后重新上传")
        return [_take(archive, each, label, into / f"{n:05d}") for n, (each, label) in enumerate(wanted)]


def _take(archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, to: Path) -> dict[str, Any]:
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
    return {"name": label, "path": str(to), "problem": problem and f"“{label}”{problem}"}


def _name(member: zipfile.ZipInfo) -> str:
    """The name as its owner wrote it, without steps that lead out of the folder: old Windows packs in GBK."""
    written = member.filename
    if not member.flag_bits & _UTF8:
        raw = written.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                written = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = (tidy(part) for part in written.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def is_litter(name: str) -> bool:
    """Whether the file, named with its folders, was left there by a program and not by an office."""
    return any(part.startswith(_LITTER) for part in name.split("/"))
