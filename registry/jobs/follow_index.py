"""Bring the full-text index up to the register's last change."""

from datetime import datetime

from registry.jobs.office import JobReport, Office
from registry.search.index import follow


def run(office: Office, now: datetime) -> JobReport:
    """Applies the next 500 changes; the rest waits for the next tick, so that stopping never takes long."""
    done = follow(office.store, limit=500)
    if done.is_busy:
        return JobReport(sentence="另一个程序正在更新全文索引。")
    deed = "重建了全文索引" if done.was_rebuilt else "更新了全文索引"
    sentence = f"{deed}：{done.n_applied}处变动，还有{done.behind}处待更新。"
    return JobReport({"n_applied": done.n_applied, "n_behind": done.behind}, sentence)
