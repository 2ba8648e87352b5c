"""The papers of filings: made with a move, or by hand where nobody made the move here; what urges an authority."""

from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, Move
from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission

LONGEST_ELSEWHERE = 200

CONCLUSIONS: dict[Move, str] = {
    Move.PASS: "准予备案",
    Move.ACCEPT: "采纳说明",
    Move.CORRECT: "已改正",
    Move.ANNUL: "已撤销",
    Move.SUSPEND: "已停止执行",
}
"""The moves that conclude a review, as the fields of their paper: the field of the move has a value."""

PAPER_OF: dict[Move, PaperKind] = {
    Move.REGISTER: PaperKind.REGISTRATION_NOTICE,
    Move.DEFER: PaperKind.DEFERRAL_NOTICE,
    Move.REFUSE: PaperKind.REFUSAL_NOTICE,
    Move.ASK_SUPPLEMENT: PaperKind.SUPPLEMENT_NOTICE,
    Move.EXTEND: PaperKind.EXTENSION_NOTICE,
    Move.OPINE: PaperKind.REVIEW_OPINION,
    Move.OPINE_AGAIN: PaperKind.SECOND_OPINION,
    **dict.fromkeys(CONCLUSIONS, PaperKind.CONCLUSION),
}
"""The paper of a move of a filing that we examine; the other moves have none."""

_FILED = {
    "制定机关": True,
    "文件": True,
    "公布日期": False,
    "报送日期": False,
    "备案登记号": False,
    "本机关": False,
}
_REGISTERED = _FILED | {"备案登记号": True}
_NOTICES, _OPINIONS = "备通", "备审"

RULES: dict[PaperKind, KindRule] = {
    PaperKind.REGISTRATION_NOTICE: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _REGISTERED | {"登记日期": True, "报送期限": False, "逾期日数": False},
        series="备登",
        permission=Permission.EXAMINE_FILING,
    ),
    PaperKind.DEFERRAL_NOTICE: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _FILED | {"补正内容": True, "补正期限": False},
        series=_NOTICES,
        permission=Permission.EXAMINE_FILING,
    ),
    PaperKind.SUPPLEMENT_NOTICE: KindRule(
        Genre.NOTIFICATION,
        SubjectKind.FILING,
        _REGISTERED | {"补正内容": True, "补正期限": False},
        series=_NOTICES,
        permission=Permission.EXAMINE_FILING,
    ),
    PaperKind.REFUSAL_NOTICE: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _FILED | {"理由": True},
        series=_NOTICES,
        permission=Permission.EXAMINE_FILING,
    ),
    PaperKind.EXTENSION_NOTICE: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _REGISTERED
        | {"理由": True, "原审查期限": False, "审查期限": True, "期限算法": False, "期限依据": False},
        series=_NOTICES,
        permission=Permission.CONCLUDE_FILING,
    ),
    PaperKind.REVIEW_OPINION: KindRule(
        Genre.OPINION,
        SubjectKind.FILING,
        _REGISTERED | {"审查意见": True, "处理要求": True, "反馈期限": True, "改正期限": False},
        series=_OPINIONS,
        permission=Permission.CONCLUDE_FILING,
    ),
    PaperKind.SECOND_OPINION: KindRule(
        Genre.OPINION,
        SubjectKind.FILING,
        _REGISTERED
        | {
            "前次意见": True,
            "反馈日期": False,
            "未采纳情况": False,
            "反馈情况": False,
            "审查意见": True,
            "处理要求": True,
            "反馈期限": True,
            "改正期限": False,
            "已过改正期限": False,
        },
        series=_OPINIONS,
        permission=Permission.CONCLUDE_FILING,
    ),
    PaperKind.CORRECTION_ORDER: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _REGISTERED
        | {
            "前次意见": True,
            "反馈日期": False,
            "统计日期": False,
            "已过反馈期限": False,
            "已过改正期限": False,
            "改正内容": True,
            "改正要求": True,
            "改正期限": False,
        },
        series=_NOTICES,
        permission=Permission.CONCLUDE_FILING,
    ),
    PaperKind.CONCLUSION: KindRule(
        Genre.NOTICE,
        SubjectKind.FILING,
        _REGISTERED
        | {"结论": True, **dict.fromkeys(CONCLUSIONS.values(), False)}
        | {"理由": False, "建议": False, "前次意见": False, "反馈日期": False, "处理决定": False},
        series=_OPINIONS,
        permission=Permission.CONCLUDE_FILING,
    ),
    PaperKind.URGING_LETTER: KindRule(
        Genre.LETTER,
        SubjectKind.AUTHORITY,
        {"制定机关": True, "统计日期": True, "件数": True, "待补正件数": False, "清单": False},
        series="备函",
        permission=Permission.EXAMINE_FILING,
        is_daily=True,
    ),
}


def check_elsewhere(move: Move, is_ours: bool, elsewhere: str) -> None:
    """Raises Refusal for words about a paper issued elsewhere where the move has no paper of the office."""
    if elsewhere and not (is_ours and move in PAPER_OF):
        raise Refusal(f"“{MOVES[move].word}”没有本机关的文书，不用说明纸质文书。", "paper_elsewhere")
    if len(elsewhere) > LONGEST_ELSEWHERE:
        raise Refusal(f"纸质文书的说明最多{LONGEST_ELSEWHERE}个字。", "paper_elsewhere")
