"""Prepare the drafts of the periodic cleanups that are near, each once, also after days on which nothing ran."""

from datetime import datetime

from registry.actions.cleanups.prepare_round import prepare_due_rounds
from registry.domain.roles import CLOCK
from registry.jobs.office import JobReport, Office


def run(office: Office, now: datetime) -> JobReport:
    made = prepare_due_rounds(office.store, CLOCK, now)
    names = "、".join(f"“{name}”" for name in made)
    sentence = f"准备了{len(made)}份清理草稿：{names}。" if made else "没有需要准备的清理。"
    return JobReport({"n_prepared": len(made)}, sentence)
