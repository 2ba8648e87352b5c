"""The notices of cleanups with facts of every kind, for the tests of their texts."""

from registry.domain.notices import NoticeKind

Facts = dict[str, str]
CLEANUP = {
    "path": "/desk/cleanups",
    "due_on": "2026-11-01",
    "working": "上一轮“2024年定期清理”的结果于2024-11-01公布，定期清理每2年一次",
}
ROUND = {
    "round": "2026年度规范性文件定期清理",
    "kind": "定期清理",
    "authority_id": "2",
    "cut_off_on": "2026-02-28",
    "due_on": "2026-03-24",
    "working": "自2026年2月22日开展起第30日（开展次日为第1日），由组织清理的机关确定，不是法定期限",
    "path": "/desk/cleanups/3",
}
OPENED = {"n_documents": "12", "before": "", "reason": ""}
OWN_RETURN = {"n_waiting": "5", "audience": "contacts", "is_own": "yes"}


def round_cases(filing: Facts, clock: Facts, late: Facts, told: Facts) -> dict[str, tuple[NoticeKind, Facts]]:
    """case → its kind and facts, of the authority and the days that the other cases have."""
    who = {"authority": filing["authority"]}
    return {
        "cleanup_due": (NoticeKind.CLEANUP_DUE, CLEANUP | {"as_of": "2026-08-03", "left": "还剩90日"}),
        "cleanup_overdue": (
            NoticeKind.CLEANUP_OVERDUE,
            CLEANUP | {"as_of": "2026-12-01", "left": "已逾期30日"},
        ),
        "cleanup_due_own": (
            NoticeKind.CLEANUP_DUE,
            CLEANUP
            | {
                "as_of": "2026-08-03",
                "left": "还剩90日",
                "owner": filing["authority"],
                "prepared": ROUND["round"],
            },
        ),
        "cleanup_overdue_own": (
            NoticeKind.CLEANUP_OVERDUE,
            CLEANUP
            | {"as_of": "2026-12-01", "left": "已逾期30日", "owner": filing["authority"], "prepared": ""},
        ),
        "cleanup_opened": (NoticeKind.CLEANUP_OPENED, ROUND | who | OPENED),
        "cleanup_opened_undated": (
            NoticeKind.CLEANUP_OPENED,
            ROUND | who | OPENED | {"due_on": "", "working": ""},
        ),
        "cleanup_opened_moved": (
            NoticeKind.CLEANUP_OPENED,
            ROUND | who | OPENED | {"before": "2026-03-20", "reason": "机构改革，部分机关需要重新安排人手。"},
        ),
        "return_due": (NoticeKind.RETURN_DUE, ROUND | who | clock | OWN_RETURN),
        "return_overdue": (NoticeKind.RETURN_OVERDUE, ROUND | who | late | OWN_RETURN | told),
        "return_overdue_head": (
            NoticeKind.RETURN_OVERDUE,
            ROUND | who | late | OWN_RETURN | {"audience": "heads", "is_own": ""},
        ),
        "return_overdue_lead": (
            NoticeKind.RETURN_OVERDUE,
            ROUND | who | late | OWN_RETURN | {"audience": "leads", "is_own": ""},
        ),
    }
