"""The papers of a cleanup round: its notice, the opinions side by side, what a meeting reads, what the public reads."""

from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission

_ROUND = {"清理事项": True, "截止日期": True, "件数": True, "机关数": False, "本机关": False}
_COUNTED = _ROUND | {"分类件数": True}

RULES: dict[PaperKind, KindRule] = {
    PaperKind.CLEANUP_NOTICE: KindRule(
        Genre.NOTICE,
        SubjectKind.CLEANUP,
        _ROUND
        | {
            "主送机关": True,
            "依据": True,
            "清理范围": True,
            "未列说明": False,
            "报送期限": False,
            "期限算法": False,
            "完成期限": False,
        },
        series="清通",
        permission=Permission.RUN_CLEANUP,
        is_sent=False,
    ),
    PaperKind.OPINION_SUMMARY: KindRule(
        Genre.MATERIAL,
        SubjectKind.CLEANUP,
        _ROUND
        | {
            "统计日期": True,
            "自查情况": True,
            "审查进展": True,
            "不一致件数": False,
        },
        permission=Permission.RUN_CLEANUP,
        is_sent=False,
    ),
    PaperKind.MEETING_MATERIAL: KindRule(
        Genre.MATERIAL,
        SubjectKind.CLEANUP,
        _COUNTED
        | {
            "统计日期": True,
            "依据": True,
            "清理范围": True,
            "未定件数": False,
            "机关件数表": True,
            "不一致件数": False,
            "不一致文件": False,
            "征求意见情况": False,
        },
        permission=Permission.RUN_CLEANUP,
        is_sent=False,
    ),
    PaperKind.DRAFT_LIST_NOTICE: KindRule(
        Genre.PUBLIC_NOTICE,
        SubjectKind.CLEANUP,
        _COUNTED
        | {
            "依据": True,
            "未列说明": False,
            "开始日期": True,
            "结束日期": True,
            "期限算法": False,
            "查询渠道": True,
        },
        series="清告",
        permission=Permission.RUN_CLEANUP,
        is_sent=False,
    ),
    PaperKind.POLICY_READING: KindRule(
        Genre.READING,
        SubjectKind.CLEANUP,
        _COUNTED
        | {
            "依据": True,
            "清理结果": True,
            "公布日期": True,
            "征求意见情况": False,
            "未列说明": False,
            "终止说明": False,
            "修改说明": False,
            "未列入说明": False,
            "查询渠道": True,
        },
        permission=Permission.RUN_CLEANUP,
        is_sent=False,
    ),
}
