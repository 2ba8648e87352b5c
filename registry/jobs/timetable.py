"""The timetable: every job, how often it runs, and after how long without success it is in trouble."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """A row of the timetable: `name` is the job's module, `stale_after` how old its last success may be."""

    name: str
    label: str
    every: timedelta
    stale_after: timedelta


JOBS = (
    Job("queue_notices", "生成到期通知", timedelta(minutes=5), timedelta(minutes=30)),
    Job("send_notices", "发送通知", timedelta(minutes=1), timedelta(minutes=15)),
    Job("send_digests", "发送每日汇总", timedelta(minutes=1), timedelta(minutes=15)),
    Job("send_messages", "发送企业微信、钉钉和网络钩子", timedelta(seconds=30), timedelta(minutes=15)),
    Job("follow_index", "更新全文索引", timedelta(seconds=2), timedelta(minutes=5)),
    Job("renew_texts", "换用现行的正文", timedelta(minutes=1), timedelta(minutes=30)),
    Job("follow_laws", "核对依据是否终止", timedelta(minutes=1), timedelta(minutes=30)),
    Job("open_evaluations", "开展届满前评估", timedelta(minutes=10), timedelta(hours=2)),
    Job("check_texts", "检查正文", timedelta(minutes=1), timedelta(minutes=30)),
    Job("make_pdfs", "生成文书和清理目录的PDF", timedelta(minutes=1), timedelta(minutes=30)),
    Job("prepare_rounds", "准备定期清理", timedelta(minutes=5), timedelta(minutes=30)),
    Job("work_intakes", "读取和写入导入的台账", timedelta(seconds=2), timedelta(minutes=5)),
    Job("watch_health", "检查系统状况", timedelta(minutes=5), timedelta(minutes=30)),
)
