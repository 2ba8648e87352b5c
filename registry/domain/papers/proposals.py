"""The papers that answer a citizen's review proposal (审查建议): the reply, and that it is refused or forwarded."""

from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission

_PROPOSED = {
    "提出人": True,
    "称谓": False,
    "文件": True,
    "登记号": True,
    "收到日期": True,
    "本机关": False,
}

RULES: dict[PaperKind, KindRule] = {
    PaperKind.PROPOSAL_REPLY: KindRule(
        Genre.NOTIFICATION,
        SubjectKind.PROPOSAL,
        _PROPOSED | {"答复内容": True, "审查结果": False},
        permission=Permission.SIGN_REPLY,
        is_sent=False,
    ),
    PaperKind.PROPOSAL_REFUSAL: KindRule(
        Genre.NOTIFICATION,
        SubjectKind.PROPOSAL,
        _PROPOSED | {"理由": True},
        permission=Permission.HANDLE_PROPOSAL,
        is_sent=False,
    ),
    PaperKind.PROPOSAL_FORWARDING: KindRule(
        Genre.NOTIFICATION,
        SubjectKind.PROPOSAL,
        _PROPOSED | {"理由": True, "转送机关": True, "转送日期": False},
        permission=Permission.HANDLE_PROPOSAL,
        is_sent=False,
    ),
}
