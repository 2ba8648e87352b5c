"""A review proposal (审查建议): a citizen asks for the examination of a document. Its states, moves and limits.

The model is 法规规章备案审查条例 (国务院令第789号), where citizens propose in writing. The days of
the reply are those of the rule profile (DOMAIN §3).
"""

from dataclasses import dataclass, fields

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission
from registry.domain.rules import Period
from registry.domain.worded import Worded

ORGAN_CODE = "审建"
REPLY_PERIOD = Period("proposal_reply_days", "收到审查建议之日")


class Proposer(Worded):
    """What kind of person proposes."""

    CITIZEN = "citizen", "公民"
    COMPANY = "company", "法人"
    ORGANISATION = "organisation", "其他组织"


class Channel(Worded):
    """By which way a proposal reached the office."""

    ONLINE = "online", "网上提交"
    MAIL = "mail", "信函"
    VISIT = "visit", "当面递交"
    OTHER = "other", "其他方式"


class ProposalState(Worded):
    """Where a proposal stands."""

    RECEIVED = "received", "已收到"
    ACCEPTED = "accepted", "已受理"
    EXAMINED = "examined", "已审查，待答复"
    REPLIED = "replied", "已答复"
    REFUSED = "refused", "不予受理"
    FORWARDED = "forwarded", "已转送"
    WITHDRAWN = "withdrawn", "已撤回"
    MERGED = "merged", "已并入另一件"


class Result(Worded):
    """What the examination came to."""

    UPHELD = "upheld", "未发现应当纠正的问题"
    TO_CORRECT = "to_correct", "应当纠正，已要求制定机关处理"
    CORRECTED = "corrected", "制定机关已经纠正"


class ProposalMove(Worded):
    """A step of a proposal, named as its button says it."""

    ACCEPT = "accept", "受理"
    REFUSE = "refuse", "不予受理"
    FORWARD = "forward", "转送"
    EXAMINE = "examine", "提交审查结果和答复稿"
    RETURN = "return", "退回重新审查"
    REPLY = "reply", "签发答复"
    WITHDRAW = "withdraw", "撤回"
    MERGE = "merge", "并入另一件"


@dataclass(frozen=True)
class ProposalMoveRule:
    """One row of the table of moves.

    `reason` is the label of the explanation that the move asks for, "" for none; `is_told` whether the proposer reads
    it. `names_receiver` asks to whom it is forwarded, `gives_result` for the result and the draft of the reply.
    `is_by_proposer` marks what the proposer may do too.
    """

    permission: Permission
    before: frozenset[ProposalState]
    after: ProposalState
    reason: str = ""
    hint: str = ""
    is_told: bool = False
    names_receiver: bool = False
    gives_result: bool = False
    is_grave: bool = False


_OPEN = frozenset({ProposalState.RECEIVED, ProposalState.ACCEPTED, ProposalState.EXAMINED})

# In the order of the process: the first of those that leave a state is made when all is well.
MOVES: dict[ProposalMove, ProposalMoveRule] = {
    ProposalMove.ACCEPT: ProposalMoveRule(
        Permission.HANDLE_PROPOSAL, frozenset({ProposalState.RECEIVED}), ProposalState.ACCEPTED
    ),
    ProposalMove.REFUSE: ProposalMoveRule(
        Permission.HANDLE_PROPOSAL,
        frozenset({ProposalState.RECEIVED}),
        ProposalState.REFUSED,
        "不予受理的理由",
        "如：不是行政规范性文件、不属于本机关审查。提出人凭查询码看到原文。",
        is_told=True,
        is_grave=True,
    ),
    ProposalMove.FORWARD: ProposalMoveRule(
        Permission.HANDLE_PROPOSAL,
        frozenset({ProposalState.RECEIVED, ProposalState.ACCEPTED}),
        ProposalState.FORWARDED,
        "转送的理由",
        "写明为什么由该机关处理。提出人凭查询码看到原文。",
        is_told=True,
        names_receiver=True,
    ),
    ProposalMove.EXAMINE: ProposalMoveRule(
        Permission.HANDLE_PROPOSAL,
        frozenset({ProposalState.ACCEPTED}),
        ProposalState.EXAMINED,
        gives_result=True,
    ),
    ProposalMove.REPLY: ProposalMoveRule(
        Permission.SIGN_REPLY, frozenset({ProposalState.EXAMINED}), ProposalState.REPLIED
    ),
    ProposalMove.RETURN: ProposalMoveRule(
        Permission.SIGN_REPLY,
        frozenset({ProposalState.EXAMINED}),
        ProposalState.ACCEPTED,
        "退回的理由",
        "写明要补充审查什么、答复稿要改什么；只有本单位看到。",
    ),
    ProposalMove.MERGE: ProposalMoveRule(
        Permission.HANDLE_PROPOSAL,
        frozenset({ProposalState.RECEIVED, ProposalState.ACCEPTED}),
        ProposalState.MERGED,
        "并案的理由",
        "如：同一人就同一文件重复提出。合并后只答复一次，提出人凭两个查询码都能看到答复。",
        is_told=True,
    ),
    ProposalMove.WITHDRAW: ProposalMoveRule(
        Permission.HANDLE_PROPOSAL,
        _OPEN,
        ProposalState.WITHDRAWN,
        "撤回的情况",
        "如：提出人来信撤回；写明来信日期。",
        is_grave=True,
    ),
}

CONCLUDED = frozenset(ProposalState) - _OPEN
OPEN = _OPEN
ANSWERED = frozenset({ProposalState.REFUSED, ProposalState.FORWARDED, ProposalState.REPLIED})
"""The ends in which the proposer was given an answer."""
UNANSWERED = frozenset({ProposalState.WITHDRAWN, ProposalState.MERGED})
"""The ends that owe no answer of their own."""
TASKS: dict[ProposalState, str] = {
    ProposalState.RECEIVED: "审查建议受理",
    ProposalState.ACCEPTED: "审查建议审查",
    ProposalState.EXAMINED: "审查建议签发答复",
}
"""What is to be done in an open state."""


def moves_open(state: ProposalState, actor: Actor) -> list[ProposalMove]:
    """The moves this person may make from a state, in the order of the process."""
    return [move for move, rule in MOVES.items() if state in rule.before and actor.may(rule.permission)]


def check_move(state: ProposalState, move: ProposalMove) -> None:
    """Raises Refusal when the move does not leave this state."""
    if state in MOVES[move].before:
        return
    possible = "、".join(other.word for other, rule in MOVES.items() if state in rule.before)
    now_possible = f"现在可以：{possible}。" if possible else "这件已经办结。"
    raise Refusal(f"这件审查建议现为“{state.word}”，不能“{move.word}”。{now_possible}")


def is_withdrawable(state: ProposalState) -> bool:
    """Whether the proposer may still withdraw."""
    return state in MOVES[ProposalMove.WITHDRAW].before


def number_of(year: int, serial: int) -> str:
    """The register number of a proposal: 审建〔2026〕12号."""
    return f"{ORGAN_CODE}〔{year}〕{serial}号"


LONGEST = {
    "name": 60,
    "phone": 40,
    "email": 200,
    "address": 200,
    "title": 300,
    "doc_no": 100,
    "clause": 300,
    "higher_law": 1_000,
    "reason": 20_000,
}
"""The most characters of each field of a proposal."""
LABELS = {
    "name": "姓名或者名称",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
    "title": "文件名称",
    "doc_no": "发文字号",
    "clause": "认为有问题的条款",
    "higher_law": "认为抵触的上位法",
    "reason": "理由",
}


@dataclass(frozen=True)
class Person:
    """Who proposes, and how the office can reach them. Kept apart from the proposal, for the eyes of the office."""

    kind: Proposer
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    @property
    def is_anonymous(self) -> bool:
        return not any((self.name, self.phone, self.email, self.address))

    def is_same(self, other: "Person") -> bool:
        """Whether both are one person: of the same name, reached by the same phone, mail or address."""
        ways = ("phone", "email", "address")
        is_reached = any(getattr(self, way) and getattr(self, way) == getattr(other, way) for way in ways)
        return bool(self.name) and self.name == other.name and is_reached


@dataclass(frozen=True)
class Proposed:
    """What is proposed: the document as the proposer names it, the clause, the reason, the higher law."""

    title: str
    reason: str
    doc_no: str = ""
    clause: str = ""
    higher_law: str = ""


def check_proposal(person: Person, proposed: Proposed, *, is_anonymous: bool) -> None:
    """Raises Refusal, at the field, for what is missing or too long.

    Who does not choose to stay anonymous gives a name and one way at least to be reached.
    """
    for part in (person, proposed):
        for field in fields(part):
            most = LONGEST.get(field.name)
            if most and len(getattr(part, field.name)) > most:
                raise Refusal(f"“{LABELS[field.name]}”太长，最多{most}个字，请精简后再提交。", field.name)
    if not proposed.title:
        raise Refusal("请写明是哪一份文件：照文件上的标题填写。", "title")
    if not proposed.reason:
        raise Refusal("请写明提出审查建议的理由。", "reason")
    if is_anonymous and not person.is_anonymous:
        raise Refusal(
            "选择了匿名，就不要填写姓名和联系方式；要署名提出的，请去掉“匿名”的勾选。", "is_anonymous"
        )
    if is_anonymous:
        return
    if not person.name:
        raise Refusal("请填写姓名或者单位名称；不愿署名的，勾选“匿名提出”。", "name")
    if not (person.phone or person.email or person.address):
        raise Refusal("请至少填写一种联系方式：电话、电子邮箱或者通信地址。", "phone")
    if person.email and not _is_mail(person.email):
        raise Refusal("电子邮箱的写法不对，应像 name@example.cn；没有的可以留空。", "email")


def _is_mail(text: str) -> bool:
    name, at, place = text.rpartition("@")
    return bool(at and name and "." in place.strip(".")) and not any(char.isspace() for char in text)


MOST_FILES = 3
MOST_BYTES = 5 * 1024 * 1024
KINDS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}
"""The kinds of attachments by their endings, with the bytes that each begins with."""
_OTHER_ENDINGS = {"jpeg": "jpg"}


def kind_of_file(name: str, content: bytes) -> str:
    """The kind of an attachment, by its ending and its first bytes. Raises Refusal for another kind, and for no size.

    The name is only looked at: it is not kept, for it may tell who the sender is.
    """
    ending = name.rpartition(".")[2].lower()
    kind = _OTHER_ENDINGS.get(ending, ending)
    if kind not in KINDS:
        allowed = "、".join(ending.upper() for ending in KINDS)
        raise Refusal(f"附件只能是{allowed}文件，这个附件不是，请转换格式后再选。", "files")
    if not content:
        raise Refusal("有一个附件是空文件（0字节），请检查后重新选择。", "files")
    if len(content) > MOST_BYTES:
        raise Refusal(f"有一个附件超过{MOST_BYTES // 1024 // 1024}MB，请压缩或拆分后再选。", "files")
    if not content.startswith(KINDS[kind]):
        raise Refusal(f"有一个附件的内容不是{kind.upper()}文件，请用原来的软件另存后再选。", "files")
    return kind
