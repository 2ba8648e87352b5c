"""What a person reads when a command fails unexpectedly: a sentence, never a traceback."""

import traceback

from sqlalchemy.exc import OperationalError, ProgrammingError

from registry import clock
from registry.config import read_settings
from registry.storage.engine import is_disk_full

_NO_ROOM = "磁盘已满，这一步没有完成，以前保存的内容不受影响。请清理磁盘空间后重新运行。"


def sentence_of(error: Exception) -> str:
    """What failed and what to do about it; the traceback of an error of our own goes to a file of the instance."""
    if is_disk_full(error):
        return _NO_ROOM
    if isinstance(error, OperationalError | ProgrammingError):
        return f"数据库无法使用：{error.orig}。请先运行 registry init，或检查 DATABASE_URL 与磁盘空间。"
    if isinstance(error, OSError):
        reason = error.strerror or error
        return f"文件无法读写：{error.filename or ''} {reason}。请检查路径、权限和磁盘空间。"
    return f"系统内部错误，操作没有完成。{_keep_traceback(error)}"


def _keep_traceback(error: Exception) -> str:
    """The sentence that names the file; empty where there is no instance to keep it in."""
    instance = read_settings().instance
    if not instance.is_dir():
        traceback.print_exception(error)
        return ""
    path = instance / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{clock.now().isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    return f"详情已写入 {path}，请联系维护人员。"
