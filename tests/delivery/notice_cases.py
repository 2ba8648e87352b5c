"""The facts of a notice of every kind, told in invented matters; its texts are agreed in golden/."""

from registry.domain.notices import NoticeKind
from tests.delivery.round_cases import round_cases

PUBLIC_URL = "https://beian.example.gov.cn"
FILING = {
    "title": "示范区农作物秸秆综合利用管理办法",
    "doc_no": "示农规〔2026〕3号",
    "authority": "示范区农业农村局",
    "track": "government",
    "direction": "incoming",
    "state": "owed",
    "path": "/desk/filings/7",
    "due_on": "2026-03-24",
    "working": "自公布之日2026-03-09起算（次日为第1日），15日届满为2026-03-24，为工作日，无需顺延；依据：示范规则",
    "filing_no": "",
    "step_due_on": "2026-03-31",
    "step_working": "自登记之日2026-03-01起算（次日为第1日），30日届满为2026-03-31，为工作日，无需顺延；依据：示范规则",
    "reason": "缺少起草说明，请补充。",
}
DRAFT = {name: FILING[name] for name in ("title", "doc_no", "authority")} | {
    "path": "/desk/documents/7",
    "reason": "",
}
REVIEW = DRAFT | {
    "path": "/desk/documents/7/legality",
    "move": "送审",
    "on": "2026-03-02",
    "state": "已送审",
    "task": "受理合法性审核",
    "due_on": "2026-03-23",
    "working": "自收到送审材料之日2026-03-02起算（次日起计工作日），15个工作日届满为2026-03-23（其间休息日6天不计）"
    "；依据：国办发〔2018〕115号",
}
CHANGES_ASKED = {"move": "出具意见：应当修改", "reason": "第三条删去罚款。", "state": "应当修改"}
CHANGES_ASKED |= {"task": "按审核意见修改", "due_on": "", "working": ""}
PAPER = {"paper": "备案登记通知（备登〔2026〕3号）", "paper_path": "/desk/papers/9"}
ROUND = {
    "round": "2026年定期清理",
    "round_id": "3",
    "authority": "示范区农业农村局",
    "by": "陈经办",
    "path": "/desk/cleanups/3/items",
}
SENT_BACK = ROUND | {
    "title": FILING["title"],
    "n_items": "2",
    "items": f"1. 《{FILING['title']}》（{FILING['doc_no']}）：请写明要修改的条款。\n"
    "2. 《示范区渔船管理办法》：拟废止的，请写明替代它的文件。",
}
URGED_ROUND = ROUND | {"n_documents": "12", "answers_due_on": "2026-10-20", "as_of": "2026-10-21"}
REGISTERED = FILING | {"filing_no": "备〔2026〕12号"}
MOVED_STEP = {
    "before": "2026-03-27",
    "is_step": "yes",
    "step_due_on": "2026-03-30",
    "step_working": "自报送之日2026-03-20起算（次日起计工作日），5个工作日届满为2026-03-30（其间休息日5天不计）",
}
SHEET = {
    "path": "/desk/filings/7/worksheet",
    "number": "1",
    "conclusion": "提出审查意见",
    "by": "陈经办",
}
CLOCK = {"as_of": "2026-03-19", "left": "还剩5日"}
LATE = {"as_of": "2026-03-31", "left": "已逾期7日"}
STEP = FILING | CLOCK | {"task": "反馈处理情况", "audience": "contacts", "is_own": "yes", "state": "opinion"}
TOLD = {
    "besides": "分管负责人王某；法制机构经办人陈某",
    "ahead": "2026年4月7日仍未办理的，告知法制机构负责人林某",
}
CHECK = {"task": "形式审查", "audience": "clerks", "state": "submitted"}
URGED_LINE = f"《{FILING['title']}》（{FILING['doc_no']}）：报送备案，期限2026年3月24日，已逾期7日"
URGED = {
    "title": f"{FILING['title']}等2件",
    "authority": FILING["authority"],
    "n_filings": "2",
    "filings": f"1. {URGED_LINE}\n2. 《示范区渔船管理办法》：反馈处理情况，期限2026年3月30日，已逾期1日",
    "filing_ids": "7,8",
    "by": "李经办",
    "as_of": "2026-03-31",
    "path": "/desk/filings/?whose=own&timing=step_late",
}
PROPOSAL = {
    "title": "审查建议审建〔2026〕3号",
    "number": "审建〔2026〕3号",
    "state": "received",
    "path": "/desk/proposals/3",
    "due_on": "2026-05-06",
    "working": "自收到审查建议之日2026-03-05起算（次日为第1日），60日届满为2026-05-04（劳动节），顺延至2026-05-06；依据：示范规则",
}
PROPOSAL_OWN = PROPOSAL | CLOCK | {"is_own": "yes"}
EVALUATION = {
    "title": FILING["title"],
    "doc_no": FILING["doc_no"],
    "authority": FILING["authority"],
    "valid_until": "2026-06-20",
    "due_on": "2026-03-20",
    "working": "有效期至2026年6月20日，届满前6个月（2025年12月20日）开始评估；2026年3月20日前报送评估结论（含当日）",
    "path": "/desk/evaluations/7",
}
AMENDMENT = {
    "title": FILING["title"],
    "doc_no": FILING["doc_no"],
    "authority": FILING["authority"],
    "round": "2025年度集中清理",
    "published_on": "2025-12-05",
    "clause": "第三条",
    "responsible": FILING["authority"],
    "due_on": "2026-03-20",
    "working": "清理结果“2025年度集中清理”于2025年12月5日公布，列为修改并载明完成时限",
    "path": "/desk/cleanups/3/after",
}
CASES: dict[str, tuple[NoticeKind, dict[str, str]]] = {
    "filing_due": (NoticeKind.FILING_DUE, FILING | CLOCK),
    "filing_due_outgoing": (NoticeKind.FILING_DUE, FILING | CLOCK | {"direction": "outgoing"}),
    "filing_due_deferred": (NoticeKind.FILING_DUE, FILING | CLOCK | {"state": "deferred"}),
    "filing_overdue": (NoticeKind.FILING_OVERDUE, FILING | LATE),
    "filing_overdue_deferred": (NoticeKind.FILING_OVERDUE, FILING | LATE | {"state": "deferred"}),
    "filing_overdue_climbed": (
        NoticeKind.FILING_OVERDUE,
        FILING | LATE | TOLD | {"audience": "contacts", "is_own": "yes"},
    ),
    "filing_overdue_head": (
        NoticeKind.FILING_OVERDUE,
        FILING | LATE | {"audience": "heads", "is_own": "", "besides": "联络员周某"},
    ),
    "filing_overdue_clerk": (NoticeKind.FILING_OVERDUE, FILING | LATE | {"audience": "clerks", "is_own": ""}),
    "filing_due_deputy": (NoticeKind.FILING_DUE, FILING | CLOCK | {"stands_for": "周起草"}),
    "step_due": (NoticeKind.STEP_DUE, STEP | {"ahead": "2026年3月31日仍未办理的，告知分管负责人王某"}),
    "step_due_check": (NoticeKind.STEP_DUE, STEP | CHECK),
    "step_due_outgoing": (NoticeKind.STEP_DUE, STEP | {"direction": "outgoing", "audience": "clerks"}),
    "step_overdue": (NoticeKind.STEP_OVERDUE, STEP | LATE | TOLD),
    "step_overdue_head": (NoticeKind.STEP_OVERDUE, STEP | LATE | {"audience": "heads", "is_own": ""}),
    "step_overdue_clerk": (NoticeKind.STEP_OVERDUE, STEP | LATE | {"audience": "clerks", "is_own": ""}),
    "step_overdue_lead": (
        NoticeKind.STEP_OVERDUE,
        STEP | LATE | CHECK | {"task": "审查", "audience": "leads", "is_own": ""},
    ),
    "step_overdue_conclusion": (
        NoticeKind.STEP_OVERDUE,
        STEP | LATE | {"task": "确认处理结果", "audience": "leads", "state": "feedback"},
    ),
    "step_due_legality": (
        NoticeKind.STEP_DUE,
        {name: fact for name, fact in STEP.items() if name != "track"}
        | REVIEW
        | {"audience": "clerks", "task": "提出合法性审核意见"},
    ),
    "step_due_supplement": (NoticeKind.STEP_DUE, STEP | {"task": "补充材料", "state": "supplementing"}),
    "correction_due": (NoticeKind.CORRECTION_DUE, STEP | {"task": "改正"}),
    "correction_due_answered": (NoticeKind.CORRECTION_DUE, STEP | {"task": "改正", "state": "feedback"}),
    "correction_overdue": (NoticeKind.CORRECTION_OVERDUE, STEP | LATE | TOLD | {"task": "改正"}),
    "expiry_due": (
        NoticeKind.EXPIRY_DUE,
        FILING
        | CLOCK
        | {"path": "/desk/documents/7", "working": "有效期至2026-03-24届满，自2026-03-25起失效。"},
    ),
    "condition_due": (
        NoticeKind.CONDITION_DUE,
        FILING
        | CLOCK
        | {
            "path": "/desk/documents/7",
            "term": "至第三次土壤普查结束为止",
            "working": "施行以来没有核对过，每年核对一次",
            "left": "今日应核对",
        },
    ),
    "evaluation_opened": (NoticeKind.EVALUATION_OPENED, EVALUATION),
    "evaluation_due": (
        NoticeKind.EVALUATION_DUE,
        EVALUATION | CLOCK | {"is_own": "yes", "audience": "contacts"},
    ),
    "evaluation_overdue": (NoticeKind.EVALUATION_OVERDUE, EVALUATION | LATE | TOLD),
    "evaluation_overdue_head": (
        NoticeKind.EVALUATION_OVERDUE,
        EVALUATION | LATE | {"audience": "heads", "is_own": ""},
    ),
    "amend_due": (NoticeKind.AMEND_DUE, AMENDMENT | CLOCK | {"is_own": "yes", "audience": "contacts"}),
    "amend_overdue": (NoticeKind.AMEND_OVERDUE, AMENDMENT | LATE | TOLD),
    "amend_overdue_head": (
        NoticeKind.AMEND_OVERDUE,
        AMENDMENT | LATE | {"audience": "heads", "is_own": "", "clause": ""},
    ),
    **round_cases(FILING, CLOCK, LATE, TOLD),
    "proposal_received": (NoticeKind.PROPOSAL_RECEIVED, PROPOSAL),
    "proposal_due": (NoticeKind.PROPOSAL_DUE, PROPOSAL_OWN),
    "proposal_due_examined": (NoticeKind.PROPOSAL_DUE, PROPOSAL_OWN | {"state": "examined"}),
    "proposal_overdue": (NoticeKind.PROPOSAL_OVERDUE, PROPOSAL_OWN | LATE | TOLD),
    "proposal_overdue_lead": (NoticeKind.PROPOSAL_OVERDUE, PROPOSAL | LATE | {"is_own": ""}),
    "proposal_examined": (NoticeKind.PROPOSAL_EXAMINED, PROPOSAL),
    "proposal_returned": (NoticeKind.PROPOSAL_RETURNED, PROPOSAL),
    "proposal_withdrawn": (NoticeKind.PROPOSAL_WITHDRAWN, PROPOSAL),
    "proposal_comment_asked": (
        NoticeKind.PROPOSAL_COMMENT_ASKED,
        PROPOSAL | {"authority": FILING["authority"], "answer_by": "2026-03-20"},
    ),
    "proposal_commented": (NoticeKind.PROPOSAL_COMMENTED, PROPOSAL | {"authority": FILING["authority"]}),
    "draft_handed_over": (NoticeKind.DRAFT_HANDED_OVER, DRAFT),
    "draft_returned": (NoticeKind.DRAFT_RETURNED, DRAFT | {"reason": "缺少合法性审核意见。"}),
    "legality_to_office": (NoticeKind.LEGALITY_TO_OFFICE, REVIEW),
    "legality_to_drafter": (
        NoticeKind.LEGALITY_TO_DRAFTER,
        REVIEW | CHANGES_ASKED,
    ),
    "legality_to_drafter_paper": (NoticeKind.LEGALITY_TO_DRAFTER, REVIEW | CHANGES_ASKED | PAPER),
    "filing_owed": (NoticeKind.FILING_OWED, FILING),
    "filing_submitted": (NoticeKind.FILING_SUBMITTED, FILING),
    "filing_owed_late": (NoticeKind.FILING_OWED, FILING | {"late": "已逾期15日"}),
    "filing_submitted_outgoing": (NoticeKind.FILING_SUBMITTED, FILING | {"direction": "outgoing"}),
    "filing_feedback_outgoing": (
        NoticeKind.FILING_FEEDBACK,
        REGISTERED | {"direction": "outgoing", "reason": "已修改第六条并重新公布。"},
    ),
    "filing_feedback_unmoved": (
        NoticeKind.FILING_FEEDBACK,
        REGISTERED | {"reason": "已修改第六条并重新公布。", "review_before": FILING["step_due_on"]},
    ),
    "filing_supplemented_outgoing": (
        NoticeKind.FILING_SUPPLEMENTED,
        REGISTERED | {"direction": "outgoing", "reason": ""},
    ),
    "filing_registered": (NoticeKind.FILING_REGISTERED, REGISTERED),
    "filing_registered_paper": (NoticeKind.FILING_REGISTERED, REGISTERED | PAPER),
    "filing_registered_elsewhere": (NoticeKind.FILING_REGISTERED, REGISTERED | PAPER | {"paper_path": ""}),
    "filing_deferred": (NoticeKind.FILING_DEFERRED, FILING),
    "filing_refused": (NoticeKind.FILING_REFUSED, FILING | {"reason": "不属于行政规范性文件。"}),
    "filing_passed": (NoticeKind.FILING_PASSED, REGISTERED),
    "worksheet_handed_over": (
        NoticeKind.WORKSHEET_HANDED_OVER,
        REGISTERED | SHEET | {"reason": ""},
    ),
    "worksheet_returned": (
        NoticeKind.WORKSHEET_RETURNED,
        REGISTERED | SHEET | {"reason": "第2条问题依据不足，请补充。"},
    ),
    "filing_opinion": (NoticeKind.FILING_OPINION, REGISTERED | {"reason": "第六条超越法定权限，建议修改。"}),
    "filing_opinion_again": (
        NoticeKind.FILING_OPINION,
        REGISTERED | {"reason": "第六条仍超越法定权限，建议修改。", "again": "yes"},
    ),
    "filing_opinion_correction": (
        NoticeKind.FILING_OPINION,
        REGISTERED | {"reason": "第六条超越法定权限，建议修改。", "correct_by": "2026-05-08"},
    ),
    "filing_supplement_asked": (
        NoticeKind.FILING_SUPPLEMENT_ASKED,
        REGISTERED | {"reason": "请补充成本测算。"},
    ),
    "filing_supplemented": (NoticeKind.FILING_SUPPLEMENTED, REGISTERED | {"reason": ""}),
    "filing_supplemented_moved": (
        NoticeKind.FILING_SUPPLEMENTED,
        REGISTERED | {"reason": "", "review_before": "2026-03-20"},
    ),
    "filing_feedback_moved": (
        NoticeKind.FILING_FEEDBACK,
        REGISTERED | {"reason": "已修改第六条并重新公布。", "review_before": "2026-03-20"},
    ),
    "filing_extended": (
        NoticeKind.FILING_EXTENDED,
        REGISTERED | {"reason": "需要征求意见。", "before": "2026-03-11"},
    ),
    "filing_feedback": (NoticeKind.FILING_FEEDBACK, REGISTERED | {"reason": "已修改第六条并重新公布。"}),
    "filing_concluded": (
        NoticeKind.FILING_CONCLUDED,
        REGISTERED | {"state": "annulled", "reason": "政府决定撤销。"},
    ),
    "filing_taken_back": (NoticeKind.FILING_TAKEN_BACK, FILING | {"reason": "报送文本有误。"}),
    "filing_withdrawn": (NoticeKind.FILING_WITHDRAWN, FILING | {"reason": "重复报送。"}),
    "filing_recomputed": (
        NoticeKind.FILING_RECOMPUTED,
        FILING | {"reason": "更正公布日期：录入有误。", "before": "2026-03-20", "is_step": ""},
    ),
    "filing_recomputed_step": (
        NoticeKind.FILING_RECOMPUTED,
        FILING | MOVED_STEP | {"reason": "2026年放假安排有调整：关于延长2026年春节假期的通知"},
    ),
    "filing_urged": (NoticeKind.FILING_URGED, URGED),
    "filing_urged_alone": (
        NoticeKind.FILING_URGED,
        URGED | {"title": FILING["title"], "n_filings": "1", "filings": f"1. {URGED_LINE}"},
    ),
    "item_sent_back": (NoticeKind.ITEM_SENT_BACK, SENT_BACK),
    "cleanup_urged": (NoticeKind.CLEANUP_URGED, URGED_ROUND),
    "consultation_commented": (
        NoticeKind.CONSULTATION_COMMENTED,
        {"title": "2026年度集中清理", "closes_on": "2026-03-16", "path": "/desk/cleanups/3/consultation"},
    ),
    "release_published": (
        NoticeKind.RELEASE_PUBLISHED,
        {
            "title": "示范区人民政府关于公布2026年度行政规范性文件清理结果的通告",
            "doc_no": "示政规〔2026〕8号",
            "round": "2026年定期清理",
            "published_on": "2026-11-20",
            "n_documents": "52",
            "path": "/desk/releases/2",
        },
    ),
    "job_failed": (
        NoticeKind.JOB_FAILED,
        {
            "what": "发送通知没有按时运行",
            "sentence": "上次于2026年3月5日 10:00运行成功，此后超过15分钟没有运行，请检查定时任务程序是否在运行。",
            "as_of": "2026年3月5日 10:20",
            "path": "/desk/jobs",
        },
    ),
}
