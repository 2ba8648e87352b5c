"""Checks of a file before it is opened: its size, zip bombs, encryption and macros."""

import zipfile
from pathlib import Path

from registry.domain.errors import Refusal

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""The first bytes of .zip archives (.docx, .xlsx, .ofd), and of the older .doc and .xls."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Occurs in the older container when Office has encrypted the file."""
HARMFUL = "可能有害"
"""In the sentence that refuses a file which would unpack to far too much."""
MAX_FILE = 50 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 10 * 1024 * 1024
_MAX_MEMBERS = 10_000
_OVERHEAD = 1000  # bytes by which packing may enlarge a small file
_MACROS_IN_ZIP = ("vbaproject.bin", "xl/macrosheets/")
_MACROS_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
_MACROS = (
    "“{name}”含有宏（随文件运行的程序）。系统只读取文字，从不运行宏，但原件连同宏会一并保存，不提供给公众下载；"
    "请确认来源可信，最好用 Word 或 WPS 另存为不含宏的 {kind} 后重新上传"
)

_UNSEARCHED = (
    "“{name}”打不开，查不出有没有宏（随文件运行的程序）。原件如果存下，先列为内部材料，不提供给公众下载；"
    "去掉密码或用 Word、WPS 另存后重新上传，即可对外公开"
)


def check_size(path: Path, name: str) -> None:
    """Raises Refusal when the file is empty or larger than 50 MB."""
    size = path.stat().st_size
    if size == 0:
        raise Refusal(f"“{name}”是空文件（0 字节），请检查后重新上传")
    if size > MAX_FILE:
        raise Refusal(f"“{name}”有 {size / 1024 / 1024:.0f} MB，超过 50 MB 的上限，请拆分或压缩图片后再上传")


def member_names(path: Path, name: str) -> set[str]:
    """The names of the archive's members.

    Raises Refusal when it is broken, encrypted, unpacks to far too much, or declares an unpacked size below the
    packed one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise Refusal(f"“{name}”已损坏或没有传完整，打不开，请重新导出后上传") from None
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    is_bomb = unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked / packed > MAX_RATIO)
    is_lie = any(member.compress_size > 2 * member.file_size + _OVERHEAD for member in members)
    if is_bomb or is_lie or len(members) > _MAX_MEMBERS:
        raise Refusal(f"“{name}”解压后异常庞大，{HARMFUL}，未予读取；请用办公软件打开后另存一份再上传")
    if any(member.flag_bits & 1 for member in members):
        raise Refusal(f"“{name}”加了密码，请去掉密码后再上传")
    return {member.filename for member in members}


def unsearched_notice(path: Path, name: str) -> list[str]:
    """One sentence when a file that cannot be searched for macros may have some by its first bytes; else empty."""
    if not path.is_file():
        return []
    with path.open("rb") as file:
        return [_UNSEARCHED.format(name=name)] if file.read(4) in (ZIP, OLE) else []


def macro_notice(path: Path, name: str) -> list[str]:
    """One sentence when the office file has macros or cannot be searched for them; else empty."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [member.lower() for member in archive.namelist()]
        has_macros = any(mark in member for member in members for mark in _MACROS_IN_ZIP)
        kind = ".xlsx" if any(member.startswith("xl/") for member in members) else ".docx"
    else:
        content = path.read_bytes()
        if not content.startswith(OLE) or ENCRYPTED in content:
            return unsearched_notice(path, name)
        has_macros = _MACROS_IN_OLE in content
        kind = ".xlsx" if "Workbook".encode("utf-16-le") in content else ".docx"
    return [_MACROS.format(name=name, kind=kind)] if has_macros else []
