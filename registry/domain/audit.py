"""The acts that the audit records, with the exact fields of each, and the chain of hashes of its entries."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

ACTS: dict[str, tuple[str, frozenset[str]]] = {
    "initialise": ("建立登记系统", frozenset({"tracked_from", "is_demonstration"})),
    "register_document": (
        "登记文件",
        frozenset({"title", "doc_no", "source", "looked", "unlooked", "relations"}),
    ),
    "edit_document": ("修改文件登记", frozenset({"changes", "reason"})),
    "check_values": ("核对读取的内容", frozenset({"looked"})),
    "publish_document": ("标记公布", frozenset({"published_on", "findings"})),
    "hand_over_draft": ("交法制机构公布", frozenset({"title"})),
    "return_draft": ("退回待公布的文件", frozenset({"title", "reason"})),
    "move_legality_review": (
        "办理合法性审核",
        frozenset({"move", "before", "after", "on", "reason", "on_behalf"}),
    ),
    "waive_material": ("送审材料不适用", frozenset({"material", "because"})),
    "accept_changed_text": ("审核后改动不影响意见", frozenset({"because"})),
    "record_fair_review": ("登记公平竞争审查", frozenset({"conclusion", "body", "on", "because"})),
    "record_event": ("记录效力变动", frozenset({"kind", "effective_on", "source", "event_id"})),
    "void_event": ("更正效力记录", frozenset({"event_id", "reason"})),
    "add_amended_text": ("上传修改后的正文", frozenset({"event_id", "name", "sha256"})),
    "relate_documents": ("登记文件关系", frozenset({"kind", "other", "on"})),
    "confirm_relation": ("确认文件关系", frozenset({"kind", "other", "on"})),
    "remove_relation": ("撤下文件关系", frozenset({"kind", "other"})),
    "attach_file": ("上传文件", frozenset({"name", "sha256", "role"})),
    "hand_in_material": ("上传备案材料", frozenset({"name", "sha256", "material"})),
    "settle_doubt": ("核对疑点无误", frozenset({"doubt", "reason"})),
    "reopen_doubt": ("重新列入待核", frozenset({"doubt"})),
    "remove_attachment": ("移除附件", frozenset({"name", "sha256", "reason"})),
    "move_filing": (
        "办理备案",
        frozenset(
            {
                "move",
                "before",
                "after",
                "on",
                "reason",
                "filing_no",
                "on_behalf",
                "correct_by",
                "paper_elsewhere",
            }
        ),
    ),
    "edit_worksheet": ("起草审查工作底稿", frozenset({"round", "change"})),
    "hand_over_worksheet": ("提交审查工作底稿", frozenset({"round", "number", "conclusion"})),
    "return_worksheet": ("退回审查工作底稿", frozenset({"round", "number", "reason"})),
    "sign_worksheet": ("签发审查工作底稿", frozenset({"round", "number", "conclusion"})),
    "judge_hits": ("核对检查结果", frozenset({"verdict", "hits", "reason"})),
    "judge_answers": ("认定答复", frozenset({"round", "verdicts"})),
    "conclude_alone": ("未经两人办理", frozenset({"move", "because"})),
    "submit_proposal": ("网上提交审查建议", frozenset({"number", "channel"})),
    "add_proposal": ("登记审查建议", frozenset({"number", "channel", "received_on"})),
    "move_proposal": (
        "办理审查建议",
        frozenset({"number", "proposal_move", "state_before", "state_after", "on"}),
    ),
    "link_proposal": ("对应审查建议的文件", frozenset({"number", "before", "after"})),
    "read_proposer": ("查看审查建议提出人", frozenset({"number"})),
    "read_proposal_file": ("下载审查建议附件", frozenset({"number", "position"})),
    "erase_proposer": ("删除提出人信息", frozenset({"number", "n_files"})),
    "recompute_proposal": ("重算审查建议答复期限", frozenset({"number", "before", "after", "reason"})),
    "ask_comment": ("就审查建议征求意见", frozenset({"number", "authority"})),
    "give_comment": ("对审查建议提出意见", frozenset({"number", "authority"})),
    "refile_document": ("重新报送备案", frozenset({"before", "passage", "reason"})),
    "recompute_filing": ("重算备案期限", frozenset({"before", "after", "reason"})),
    "urge_filings": ("催报", frozenset({"authorities", "filing_ids"})),
    "add_authority": ("新增制定机关", frozenset({"name", "code", "needs_review"})),
    "edit_authority": ("修改制定机关", frozenset({"changes"})),
    "merge_authority": ("并入制定机关", frozenset({"name", "into", "moved"})),
    "reorganise_authority": ("机构改革", frozenset({"kind", "on", "source", "moved"})),
    "add_user": ("新增用户", frozenset({"login", "role"})),
    "edit_user": ("修改用户", frozenset({"login", "changes"})),
    "set_absence": ("登记不在岗", frozenset({"login", "absent_from", "absent_until", "deputy"})),
    "change_password": ("修改密码", frozenset({"login"})),
    "choose_channels": ("选择通知方式", frozenset({"login", "changes"})),
    "make_calendar": ("生成日历地址", frozenset({"login"})),
    "withdraw_calendar": ("停用日历地址", frozenset({"login"})),
    "sign_in": ("登录", frozenset({"login", "address"})),
    "map_columns": ("选定台账列", frozenset({"name", "columns"})),
    "apply_intake": (
        "导入台账",
        frozenset({"name", "sha256", "n_added", "n_updated", "n_refused", "n_kept"}),
    ),
    "import_issue_register": (
        "导入发文登记簿",
        frozenset({"source", "n_added", "n_updated", "n_refused"}),
    ),
    "mark_issue_entries": ("认定发文是否属于规范性文件", frozenset({"titles", "reason"})),
    "match_issue_entry": ("对应发文与文件", frozenset({"title", "document"})),
    "add_issue_entries": ("补入发文登记簿", frozenset({"titles"})),
    "remove_issue_entries": ("撤下发文登记簿", frozenset({"source", "n_entries"})),
    "open_round": ("开展清理", frozenset({"name", "cut_off_on", "n_documents"})),
    "prepare_round": ("准备清理草稿", frozenset({"name", "due_on"})),
    "edit_draft_round": ("修改清理草稿", frozenset({"changes"})),
    "discard_draft_round": ("删去清理草稿", frozenset({"name", "due_on"})),
    "move_answers_day": ("延后自查意见的期限", frozenset({"before", "after", "reason"})),
    "tell_round": ("补发开展清理的通知", frozenset({"n_notices"})),
    "open_basis_round": (
        "依据有变化，开展即时清理",
        frozenset({"name", "basis", "cut_off_on", "n_documents"}),
    ),
    "open_evaluations": ("开展届满前评估", frozenset({"n_opened", "n_settled"})),
    "answer_evaluation": ("报送评估结论", frozenset({"conclusion"})),
    "settle_evaluation": ("办结届满前评估", frozenset({"words"})),
    "decide_outcome": ("确定清理意见", frozenset({"outcomes"})),
    "propose_outcome": ("报送清理意见", frozenset({"outcomes"})),
    "send_back_items": ("退回清理意见", frozenset({"returned"})),
    "assign_answer": ("改由其他单位报送清理意见", frozenset({"authority", "titles", "reason"})),
    "urge_answers": ("催报清理意见", frozenset({"authorities"})),
    "record_return": (
        "签字报送清理意见",
        frozenset({"authority", "on", "signer", "sha256", "on_behalf"}),
    ),
    "reopen_return": (
        "重新打开报送",
        frozenset({"authority", "on", "signer", "sha256", "reason"}),
    ),
    "hold_meeting": ("会议审议清理意见", frozenset({"name", "on"})),
    "cosign_outcome": ("会签清理意见", frozenset({"document", "cosign", "reason"})),
    "return_workbook": (
        "收回清理表格",
        frozenset({"name", "side", "n_rows", "n_same", "n_changed", "n_clashes", "n_refused"}),
    ),
    "settle_clashes": ("选定冲突的意见", frozenset({"n_row", "n_stood", "documents"})),
    "extend_round": ("核对清理范围", frozenset({"n_added", "n_removed"})),
    "accept_finding": ("接受校核问题", frozenset({"finding", "reason"})),
    "announce_consultation": ("公布征求意见稿", frozenset({"title", "closes_on", "n_rows"})),
    "take_comment": ("收到对征求意见稿的意见", frozenset({"number", "channel"})),
    "reply_comment": ("答复对征求意见稿的意见", frozenset({"number", "adoption"})),
    "publish_summary": ("公布意见采纳情况", frozenset({"title"})),
    "erase_commenters": ("删除提意见人信息", frozenset({"n_comments"})),
    "release_round": ("发布清理结果", frozenset({"number", "n_rows", "docx_sha256", "rows_sha256"})),
    "correct_release": (
        "发布清理结果勘误",
        frozenset({"number", "title", "reason", "n_documents", "n_rows", "docx_sha256", "rows_sha256"}),
    ),
    "settle_amendment": ("确认完成修改", frozenset({"title", "on", "source"})),
    "reopen_amendment": ("撤回完成修改的确认", frozenset({"title", "reason"})),
    "draft_paper": ("修改文书草稿", frozenset({"kind", "about", "typed"})),
    "make_paper": (
        "出具文书",
        frozenset({"kind", "number", "about", "sha256", "urgency", "replaces", "reason"}),
    ),
    "print_release": ("重新生成清理目录的 PDF", frozenset({"title"})),
    "print_again": ("重新生成文书的 PDF", frozenset({"kind", "number"})),
    "edit_paper_template": ("修改文书模板", frozenset({"kind", "version", "reason"})),
    "restore_paper_template": (
        "恢复随程序提供的文书模板",
        frozenset({"kind", "version", "reason"}),
    ),
    "load_laws": ("导入法规表", frozenset({"name", "n_new", "n_changed", "n_refused"})),
    "take_in_laws": ("收入系统自带的法规", frozenset({"version", "n_laws"})),
    "add_law": ("补录法规", frozenset({"title", "status", "since", "successor"})),
    "edit_law": ("修改法规", frozenset({"title", "changes"})),
    "remove_law": ("移出法规", frozenset({"title", "reason"})),
    "edit_settings": ("修改设置", frozenset({"changes"})),
    "add_check_rule": ("增加检查规则", frozenset({"name", "reason"})),
    "edit_check_rule": ("修改检查规则", frozenset({"name", "version", "changes", "reason"})),
    "switch_check_rule": ("停用或者启用检查规则", frozenset({"name", "version", "is_off", "reason"})),
    "restore_check_rule": ("恢复随程序提供的检查规则", frozenset({"name", "version", "reason"})),
    "add_rule_profile": ("新增规则", frozenset({"name", "version", "confirmed"})),
    "add_holiday_year": ("新增放假安排", frozenset({"year", "version"})),
    "retry_notice": ("重发通知", frozenset({"key"})),
    "back_up": ("备份", frozenset({"name", "sha256"})),
    "restore_backup": ("恢复备份", frozenset({"name", "sha256"})),
}

FIRST_LINK = "0" * 64


def check_fields(act: str, fields: Mapping[str, Any]) -> None:
    """Raise ValueError unless the act is declared with exactly these fields."""
    if act not in ACTS or ACTS[act][1] != fields.keys():
        raise ValueError(f"audited act {act!r} does not take the fields {sorted(fields)}")


def link(previous: str, *, at: str, actor: str, act: str, subject: str, fields: Mapping[str, Any]) -> str:
    """The hash of an entry, which includes the hash before it: a changed or missing entry breaks every later hash."""
    body = json.dumps([previous, at, actor, act, subject, fields], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()
