"""What a person reads when a command fails unexpectedly: a sentence, never a traceback."""

import traceback
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from registry import clock
from registry.config import read_settings
from registry.storage.engine import is_disk_full, open_store
from registry.storage.migrate import last_step, steps_taken

_NO_ROOM = "磁盘已满，这一步没有完成，以前保存的内容不受影响。请清理磁盘空间后重新运行。"


def sentence_of(error: Exception, chosen: Mapping[str, Any]) -> str:
    """What failed and what to do about it; the traceback of an error of our own goes to a file of the instance.

    `chosen` are the settings that the command line names.
    """
    if is_disk_full(error):
        return _NO_ROOM
    if isinstance(error, OperationalError | ProgrammingError):
        if _is_older(chosen):
            return "登记簿是旧版本的，这条命令没有执行。请先备份，再运行 registry serve：启动时自动升级。"
        return f"数据库无法使用：{error.orig}。请先运行 registry init，或检查 DATABASE_URL 与磁盘空间。"
    if isinstance(error, OSError):
        reason = error.strerror or error
        return f"文件无法读写：{error.filename or ''} {reason}。请检查路径、权限和磁盘空间。"
    return f"系统内部错误，操作没有完成。{_keep_traceback(error, chosen)}"


def _is_older(chosen: Mapping[str, Any]) -> bool:
    """Whether the database was made by an older version and not migrated since."""
    settings = read_settings(**chosen)
    try:
        taken = steps_taken(open_store(settings.database_url, settings.instance))
    except SQLAlchemyError:
        return False
    return taken is not None and taken < last_step()


def _keep_traceback(error: Exception, chosen: Mapping[str, Any]) -> str:
    """The sentence that names the file; empty where there is no instance to keep it in."""
    instance = read_settings(**chosen).instance
    if not instance.is_dir():
        traceback.print_exception(error)
        return ""
    path = instance / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{clock.now().isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    return f"详情已写入 {path}，请联系维护人员。"
