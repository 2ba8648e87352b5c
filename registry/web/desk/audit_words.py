"""The fields of an audit line in words."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from registry.actions.filings.rederiving import EFFECT_WORDS
from registry.domain.authorities import AUTHORITY_KIND_WORDS
from registry.domain.checks.differences import FIELD_WORDS as RULE_WORDS
from registry.domain.checks.verdicts import HIT_VERDICT_WORDS
from registry.domain.cleanups import OUTCOME_WORDS
from registry.domain.consultations import Adoption
from registry.domain.deliveries import HOOKS
from registry.domain.document_fields import LABELS
from registry.domain.documents import DISCLOSURE_WORDS, KIND_WORDS, RELATION_WORDS
from registry.domain.doubts import DOUBT_WORDS
from registry.domain.evaluations import Conclusion
from registry.domain.filings import MOVE_WORDS, STATE_WORDS
from registry.domain.list_wording import PARTS
from registry.domain.notices import NoticeKind
from registry.domain.papers import letterhead
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.letterhead import Letterhead
from registry.domain.review_proposals import Channel, ProposalMove, ProposalState
from registry.domain.roles import ROLE_WORDS
from registry.domain.validity import EVENT_WORDS
from registry.domain.worksheets import VERDICT_WORDS
from registry.storage.authorities import SUCCESSION_WORDS
from registry.storage.files import ATTACHMENT_ROLE_WORDS
from registry.web.desk.intakes.columns import MEANINGS

LONGEST = 300
FIELD_WORDS: dict[str, str] = {
    "document": "文件", "doubt": "待核事项", "n_entries": "条数", "titles": "文件名称",
    "address": "来源地址", "after": "之后", "before": "之前",
    "changes": "改动", "code": "代码", "cut_off_on": "截止日期", "doc_no": "发文字号", "docx_sha256": "文件校验值",
    "adoption": "采纳情况", "closes_on": "截止日期", "n_comments": "意见条数",
    "absent_from": "不在岗第一天", "absent_until": "最后一天", "deputy": "代收人",
    "basis": "依据的变化", "due_on": "应当完成之日", "n_notices": "通知数",
    "about": "事项", "replaces": "替代", "typed": "改写的段落",
    "because": "原因", "change": "改动", "conclusion": "拟办结论", "round": "第几次审查", "verdicts": "对答复的认定",
    "hits": "检查结果", "verdict": "核对",
    "n_opened": "新开", "n_settled": "办结", "words": "处理情况",
    "into": "并入", "is_off": "停用",
    "moved": "移转",
    "effective_on": "生效日期", "event_id": "记录号", "filing_no": "备案登记号", "finding": "问题", "findings": "问题",
    "is_demonstration": "演示", "key": "通知", "kind": "种类", "login": "用户名", "move": "步骤", "n_added": "新增",
    "n_documents": "件数", "n_refused": "未导入", "n_removed": "移出", "n_rows": "行数", "n_updated": "更新",
    "name": "名称", "needs_review": "待核", "number": "编号", "on": "日期", "on_behalf": "代录", "other": "对方",
    "material": "备案材料", "authorities": "制定机关", "filing_ids": "备案编号", "correct_by": "改正期限",
    "paper_elsewhere": "纸质文书",
    "outcomes": "清理意见", "passage": "报送次数", "published_on": "公布日期", "reason": "理由", "role": "角色",
    "rows_sha256": "清单校验值", "sha256": "校验值", "source": "来源", "title": "标题", "tracked_from": "起算日",
    "urgency": "紧急程度",
    "channel": "收到方式", "received_on": "收到之日", "proposal_move": "步骤", "state_before": "之前",
    "state_after": "之后", "position": "第几个附件", "n_files": "附件数", "authority": "制定机关",
    "returned": "退回", "signer": "签字人",
    "looked": "已核对", "unlooked": "机器读取，未核对", "relations": "采纳的文件关系",
    "n_laws": "法规部数", "n_new": "新增", "n_changed": "更新", "status": "状态", "since": "自何日起",
    "successor": "替代法规", "body": "审查单位",
    "cosign": "会签",
    "side": "表中意见", "n_same": "未变", "n_clashes": "冲突", "n_row": "采用表中的", "n_stood": "保留现有的",
    "documents": "文件",
    "columns": "列的含义", "confirmed": "已核实", "n_kept": "保留原值", "version": "版本", "year": "年份",
}  # fmt: skip
_VALUE_WORDS: dict[str, Mapping[Any, str]] = {
    "move": {**MOVE_WORDS, ProposalMove.REPLY.value: ProposalMove.REPLY.word},
    "proposal_move": {move: move.word for move in ProposalMove},
    "state_before": {state: state.word for state in ProposalState},
    "state_after": {state: state.word for state in ProposalState},
    "channel": {channel: channel.word for channel in Channel},
    "conclusion": {**MOVE_WORDS, **{kind: kind.word for kind in Conclusion}},
    "adoption": {adoption: adoption.word for adoption in Adoption},
    "before": STATE_WORDS,
    "after": STATE_WORDS,
    "role": {**ROLE_WORDS, **ATTACHMENT_ROLE_WORDS},
    "doubt": DOUBT_WORDS,
    "verdict": HIT_VERDICT_WORDS,
    "cosign": {"agree": "同意", "disagree": "不同意"},
    "kind": {
        **{kind: words[0] for kind, words in RELATION_WORDS.items()},
        **EVENT_WORDS,
        **SUCCESSION_WORDS,
        **{kind: kind.word for kind in PaperKind},
    },
}
_KEPT_WORDS: dict[str, str] = {
    **RULE_WORDS, **FIELD_WORDS, **LABELS, "title": FIELD_WORDS["title"],
    **{part.setting: f"清理目录用语（{part.label}）" for part in PARTS}, **letterhead.LABELS,
    "authority_ids": LABELS["lead_authority"], "lead_authority_id": LABELS["lead_authority"],
    "organ_code": "机关代字", "paper_code": "文书机关代字",
    "email": "电子邮箱", "is_issuer": "可以制定规范性文件", "renamed_on": "更名日期",
    "publishes_issuers": "公开制定主体清单", "publishes_lapses": "公开即将到期的文件", "two_person_signing": "两人办理",
    "owed": "应报备案", "touches_market": "涉及经营主体",
    "wants_mail": "接收邮件", "digest_hour": "每日汇总", **{hook.value: hook.words for hook in HOOKS},
    "is_active": "在用", "is_head": "分管负责人",
    "password": "密码", "steps": "制定程序", "authority_id": "所属机关", "kind": "类别",
}  # fmt: skip
_SUBJECT_WORDS: dict[str, str] = {
    SubjectKind.CLEANUP: "清理",
    SubjectKind.DOCUMENT: "文件",
    SubjectKind.FILING: "备案",
    SubjectKind.AUTHORITY: "制定机关",
    SubjectKind.PROPOSAL: "审查建议",
    SubjectKind.FIGURES: "统计",
}
_COUNTER = re.compile(r"(?:registration|paper-(?P<series>.+))-(?P<year>\d{4})")
_SWITCH = {"yes": "是", "": "否"}
_CHANGED_WORDS: dict[str, Mapping[Any, str]] = {
    "kind": {**KIND_WORDS, **AUTHORITY_KIND_WORDS},
    "disclosure": DISCLOSURE_WORDS,
    "role": ROLE_WORDS,
    "touches_market": {"True": "涉及", "False": "不涉及"},
    "publishes_issuers": _SWITCH,
    "publishes_lapses": _SWITCH,
    "two_person_signing": _SWITCH,
    "has_imprint": _SWITCH,
    "letterhead": {mode: mode.word for mode in Letterhead},
}
_KINDS = {kind.value: kind.label for kind in NoticeKind}
_MOVED_WORDS = {
    "documents": "文件", "filings": "备案", "people": "联络员", **EFFECT_WORDS
}  # fmt: skip


def told(fields: Mapping[str, Any]) -> str:
    """The fields in one line, without the empty ones."""
    filled = {name: value for name, value in fields.items() if value not in ("", None, False, [], {})}
    return "；".join(f"{FIELD_WORDS.get(name, name)}：{_text(name, value)}" for name, value in filled.items())


def _text(name: str, value: Any) -> str:
    text = _words(name, value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _words(name: str, value: Any) -> str:
    """A value in words: the Chinese word of a move, a state, a role …; 是 for true."""
    match name, value:
        case "changes", dict():
            return "，".join(_change(field, pair) for field, pair in value.items())
        case "columns", dict():
            return "，".join(f"{label}—{MEANINGS.get(field, field)}" for label, field in value.items())
        case "outcomes", dict():
            counts = Counter(value.values())
            return "，".join(
                f"{OUTCOME_WORDS.get(outcome, '撤回意见')}{n}件" for outcome, n in counts.items()
            )
        case "key", str():
            return _notice(value)
        case "verdicts", dict():
            return "，".join(f"第{n}条{VERDICT_WORDS.get(verdict, verdict)}" for n, verdict in value.items())
        case "moved", dict():
            return "，".join(f"{_MOVED_WORDS.get(what, what)}{n}" for what, n in value.items())
        case "about", str():
            kind, _, key = value.partition(":")
            return f"{_SUBJECT_WORDS[kind]}{key}" if kind in _SUBJECT_WORDS else value
        case _, list() if all(isinstance(item, str) for item in value):
            return "、".join(value)
    return _single(value, _VALUE_WORDS.get(name, {}))


def _notice(key: str) -> str:
    """The kind of the notice with this key, and its day: 报送备案提醒，期限2026-03-24."""
    kind, _, due_on, *_ = [*key.split(":"), "", ""]
    return _KINDS.get(kind, "通知") + (f"，期限{due_on}" if due_on else "")


def _change(name: str, pair: Any) -> str:
    """A changed field with its old and new value."""
    words = _CHANGED_WORDS.get(name, {})
    if not (isinstance(pair, list) and len(pair) == 2):
        return f"{_kept_word(name)}：{_single(pair, words)}"
    old, new = (_single(value, words) or "（空）" for value in pair)
    return f"{_kept_word(name)}：{old} → {new}"


def _kept_word(name: str) -> str:
    """The word of a changed field; of a counter of numbers, what it numbers."""
    if counter := _COUNTER.fullmatch(name):
        return f"{counter['year']}年{counter['series'] or '备案登记'}编号"
    return _KEPT_WORDS.get(name, name)


def _single(value: Any, words: Mapping[Any, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return words.get(value, value)
    return json.dumps(value, ensure_ascii=False)
