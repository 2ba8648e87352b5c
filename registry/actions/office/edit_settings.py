"""Change the settings of the office: its names, the order of annexes, when its first cleanup is due."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from registry.domain import list_wording
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.errors import Refusal
from registry.domain.papers import letterhead
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, office
from registry.storage.check_book import raise_book_version
from registry.storage.engine import Store, transaction

EDITABLE = (
    *("office_name", "government_name", "review_authority", "annex_order", "first_cleanup_due_on"),
    *("publishes_issuers", "publishes_lapses", "two_person_signing", "paper_code"),
    *letterhead.DEFAULTS,
    *list_wording.DEFAULTS,
)
MAX_NAME = 100
_CODE = re.compile(r"(?:(?!号)[\u3400-\u9fff]){0,10}")
_NAMES = {
    "office_name": "本单位名称",
    "government_name": "本级政府名称",
    "review_authority": "上级备案审查机关",
}


def edit_settings(
    store: Store, actor: Actor, values: Mapping[str, str], *, now: datetime
) -> dict[str, list[str]]:
    """The settings that changed: name → [old, new]. `tracked_from` cannot be changed. Raises Refusal."""
    require(actor, Permission.MANAGE_RULES)
    tidy = {name: values[name].strip() for name in EDITABLE if name in values}
    _check(tidy)
    with transaction(store) as session:
        before = {name: office.setting(session, name) for name in tidy}
        changes = {name: [before[name], value] for name, value in tidy.items() if before[name] != value}
        for name, (_, value) in changes.items():
            office.set_setting(session, name, value)
        if "government_name" in changes:  # by which checks tell a name that leaves out the place
            raise_book_version(session)
        if changes:
            audit.record(session, now, actor.name, "edit_settings", "registry", changes=changes)
        return changes


def _check(values: Mapping[str, str]) -> None:
    list_wording.check_wording(values)
    letterhead.check_letterhead(values)
    for name, label in _NAMES.items():
        if name in values and not 1 <= len(values[name]) <= MAX_NAME:
            raise Refusal(f"请填写{label}，最多{MAX_NAME}个字。", name)
    if "annex_order" in values and sorted(values["annex_order"].split(",")) != sorted(Outcome):
        raise Refusal(
            f"附件顺序须把{len(Outcome)}类（{'、'.join(OUTCOME_WORDS.values())}）各排一次。", "annex_order"
        )
    if values.get("publishes_issuers", "") not in {"", "yes"}:
        raise Refusal("请选择是否公开制定主体清单。", "publishes_issuers")
    if values.get("publishes_lapses", "") not in {"", "yes"}:
        raise Refusal("请选择是否公开即将到期的文件。", "publishes_lapses")
    if values.get("two_person_signing", "") not in {"", "yes"}:
        raise Refusal("请选择审查结论是否由两人办理。", "two_person_signing")
    if not _CODE.fullmatch(values.get("paper_code", "")):
        raise Refusal("文书编号前的机关代字只写汉字，最多10个，不写年份和“号”；没有的空着。", "paper_code")
    if values.get("first_cleanup_due_on"):
        try:
            date.fromisoformat(values["first_cleanup_due_on"])
        except ValueError as error:
            raise Refusal("请按 2026-03-05 的写法填写日期。", "first_cleanup_due_on") from error
