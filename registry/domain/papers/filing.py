"""The papers that answer a filing: made with a move of it, or by hand where nobody made the move here."""

from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission

_FILED = {
    "制定机关": True,
    "文件": True,
    "报送日期": False,
    "备案登记号": False,
    "本机关": False,
}

RULES: dict[PaperKind, KindRule] = {
    PaperKind.REGISTRATION_NOTICE: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _FILED
        | {"备案登记号": True, "登记日期": True, "公布日期": False, "报送期限": False, "逾期日数": False},
        series="备登",
        permission=Permission.EXAMINE_FILING,
    ),
    PaperKind.REVIEW_OPINION: KindRule(
        Genre.OPINION,
        SubjectKind.FILING,
        _FILED
        | {"备案登记号": True, "审查意见": True, "处理要求": True, "反馈期限": True, "改正期限": False},
        series="备审",
        permission=Permission.CONCLUDE_FILING,
    ),
}
