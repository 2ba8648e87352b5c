"""The content of a release, from the register as it is: its paper, its frozen rows, the outcome of each document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from registry.actions.cleanups._gate import findings_of
from registry.actions.cleanups._release_number import check_number
from registry.actions.cleanups._rounds import Pair, pairs_of
from registry.domain.authorities import AuthorityKind
from registry.domain.catalog import is_public
from registry.domain.cleanups import Answer, Outcome, RoundKind, extension_of
from registry.domain.documents import STEP_WORDS, StepKind
from registry.domain.errors import Refusal
from registry.domain.gate import open_findings
from registry.domain.list_wording import basis_of, filled
from registry.domain.listed import GROUP_WORDS, ListedDocument, ListRow, ReleaseRow, freeze, list_row
from registry.domain.printed_reasons import printed_reason
from registry.domain.written_days import cn_date
from registry.exports.papers.facts import Annex, ReleasePaper
from registry.storage import office
from registry.storage.authorities import Authority, authority_names, issuing_bodies, present_authorities
from registry.storage.cleanups.rounds import accepted_findings
from registry.storage.cleanups.scope import left_out_of_round
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.rulebook import load_rulebook

_NAMED_IN_SCOPE = 5
_GROUP_ORDER = list(GROUP_WORDS)
MEETING_LENGTH = 200
Printed = tuple[Outcome, int, ListRow]


@dataclass(frozen=True)
class ReleaseFacts:
    """The facts of a release that a person enters. Without `authority_id` the only authority of the round publishes,
    else the government; `amend_by` is the deadline of amendments that have none of their own."""

    decided_on: date
    published_on: date
    meeting: str
    authority_id: int | None = None
    doc_no: str = ""
    amend_by: date | None = None


@dataclass(frozen=True)
class Prepared:
    """A release ready to be written; two with the same `mark` print the same and do the same to the same documents."""

    paper: ReleasePaper
    issuer: Authority
    printed: list[Printed]
    decisions: dict[int, Answer]
    accepted: list[dict[str, str]]

    @property
    def mark(self) -> tuple[object, ...]:
        return self.paper, self.issuer.id, self.printed, self.decisions, self.accepted

    @property
    def n_unlisted(self) -> int:
        """The documents that count and are not printed: secret, withheld or open on request only."""
        return sum(annex.n_secret for annex in self.paper.annexes)


def prepare(session: Session, cleanup: CleanupRound, facts: ReleaseFacts, head_hash: str) -> Prepared:
    """The release of a round whose gate is open. Raises Refusal that names every open finding."""
    if facts.published_on < cleanup.cut_off_on:
        raise Refusal(
            f"公布日期{cn_date(facts.published_on)}早于本轮清理的截止日期{cn_date(cleanup.cut_off_on)}，请核对。",
            "published_on",
        )
    pairs = pairs_of(session, cleanup, facts.published_on)
    accepted = {row.finding: row for row in accepted_findings(session, cleanup.id or 0)}
    findings = findings_of(session, cleanup, pairs, facts.published_on)
    barring = open_findings(findings, accepted, facts.amend_by)
    if barring:
        sentences = "".join(f"（{n}）{finding.sentence}" for n, finding in enumerate(barring, 1))
        raise Refusal(f"还有{len(barring)}个校核问题没有解决，不能发布：{sentences}")
    check_release_number(session, cleanup, facts)
    issuer = issuer_of(session, cleanup, facts.authority_id)
    printed = _printed(session, pairs, facts)
    return Prepared(
        paper=_paper(session, cleanup, facts, issuer, _annexes(session, pairs, printed), head_hash),
        issuer=issuer,
        printed=printed,
        decisions={item.document_id: item.decision for item, _ in pairs if item.outcome},
        accepted=[
            {
                "finding": finding.id,
                "sentence": finding.sentence,
                "reason": accepted[finding.id].reason,
                "by": accepted[finding.id].by,
            }
            for finding in findings
            if finding.id in accepted
        ],
    )


def draft_paper(session: Session, cleanup: CleanupRound, facts: ReleaseFacts) -> ReleasePaper:
    """The paper as it would be printed now, marked 草案; items without an outcome are in no annex."""
    pairs = pairs_of(session, cleanup, facts.published_on)
    issuer = issuer_of(session, cleanup, facts.authority_id)
    annexes = _annexes(session, pairs, _printed(session, pairs, facts))
    paper = _paper(session, cleanup, facts, issuer, annexes, "")
    n_decided = sum(annex.n_documents for annex in annexes)
    return replace(paper, title=f"{paper.title}（草案）", n_scope=n_decided, release_no="草案")


def issuer_of(session: Session, cleanup: CleanupRound, authority_id: int | None) -> Authority:
    """Who publishes: the named authority, else the round's only one, else the government; an authority's own round
    only that authority. Raises Refusal."""
    only = cleanup.authority_ids[0] if len(cleanup.authority_ids) == 1 else None
    chosen = authority_id or only
    if cleanup.owner_id is not None and chosen != cleanup.owner_id:
        raise Refusal("这是制定机关自己的清理，清理结果只能由该机关公布，请核对公布机关。", "authority_id")
    for authority in issuing_bodies(session):
        if authority.id == chosen or (chosen is None and authority.kind is AuthorityKind.GOVERNMENT):
            return authority
    raise Refusal(_no_issuer(session, chosen), "authority_id")


def _no_issuer(session: Session, chosen: int | None) -> str:
    """Why nobody can publish: who has to be confirmed first, and how."""
    bodies = [body for body in present_authorities(session) if not body.is_unknown]
    wanted = [body for body in bodies if body.id == chosen]
    waiting = [
        body for body in wanted or bodies if body.needs_review and body.kind is not AuthorityKind.OUTSIDE
    ]
    if not waiting:
        who = f"{wanted[0].name}不在制定主体清单中，不能作为公布机关。" if wanted else ""
        return f"{who}请选择公布清理结果的机关（命令行用 --authority；没有的，先用 registry authority add 新增）。"
    government = [body for body in waiting if body.kind is AuthorityKind.GOVERNMENT]
    named = (government or waiting)[:_NAMED_IN_SCOPE]
    names, codes = "、".join(body.name for body in named), " ".join(body.code for body in named)
    return (
        f"{names}还没有核对，不能作为公布机关。请先在制定机关页核对，或运行 registry authority confirm {codes}"
        f"{'' if wanted or government else '，再用 --authority 指定公布机关'}。"
    )


def check_release_number(session: Session, cleanup: CleanupRound, facts: ReleaseFacts) -> None:
    """Raises Refusal for a number that is not standard, not the issuer's, or given already: it would be frozen."""
    issuer = issuer_of(session, cleanup, facts.authority_id)
    check_number(session, facts.doc_no, issuer, {facts.decided_on.year, facts.published_on.year})


def title_of(cleanup: CleanupRound, issuer: str) -> str:
    """The title of the decision that publishes the result (DOMAIN §8)."""
    if cleanup.kind is RoundKind.PERIODIC:
        return f"{issuer}关于公布{cleanup.cut_off_on.year}年度行政规范性文件清理结果的通告"
    return f"{issuer}关于公布{cleanup.name}结果的通告"


def collective_decision(facts: ReleaseFacts) -> str:
    """The meeting that approved the result. Raises Refusal when it is missing or its days cannot be."""
    meeting = facts.meeting.strip()
    if not meeting or len(meeting) > MEETING_LENGTH:
        word = STEP_WORDS[StepKind.COLLECTIVE_DECISION]
        raise Refusal(
            f"请填写{word}的会议名称（不超过{MEETING_LENGTH}字），例如“区政府第12次常务会议”。", "meeting"
        )
    if facts.decided_on > facts.published_on:
        raise Refusal(
            f"审议日期{cn_date(facts.decided_on)}晚于公布日期{cn_date(facts.published_on)}，请核对这两个日期。",
            "decided_on",
        )
    return meeting


def _printed(session: Session, pairs: Sequence[Pair], facts: ReleaseFacts) -> list[Printed]:
    """(outcome, document id, row) of what may be printed, annex by annex in the office's order."""
    printed = []
    for outcome in annex_order(session):
        of_outcome = [
            (outcome, document.id, row_of(item.decision, document, facts))
            for item, document in pairs
            if item.outcome is outcome and is_public(document.disclosure, document.is_published)
        ]
        printed += sorted(of_outcome, key=lambda line: _GROUP_ORDER.index(line[2].authority_group))
    return printed


def row_of(answer: Answer, document: ListedDocument, facts: ReleaseFacts) -> ListRow:
    """The row that a list prints of a document with this outcome; a kept one with its new last day."""
    row, reason = list_row(document), printed_reason(answer)
    if answer.outcome is Outcome.RETAIN:
        until = extension_of(answer, facts.published_on) or row.valid_until
        note = "；".join(words for words in (row.reason, reason) if words)
        return replace(row, reason=note, valid_until=until)
    if answer.outcome is Outcome.TO_AMEND:
        deadline = answer.deadline_on or facts.amend_by
        return replace(row, reason=reason, responsible=answer.responsible, deadline_on=deadline)
    ended_on = document.status_from if document.has_ended else facts.published_on
    is_ending = answer.outcome is not Outcome.RECLASSIFY
    return replace(row, reason=reason, ended_on=ended_on if is_ending else None)


def _annexes(session: Session, pairs: Sequence[Pair], printed: Sequence[Printed]) -> tuple[Annex, ...]:
    annexes = []
    for outcome in annex_order(session):
        n_documents = sum(1 for item, _ in pairs if item.outcome is outcome)
        rows = tuple(row for printed_as, _, row in printed if printed_as is outcome)
        if n_documents:
            annexes.append(Annex(outcome, rows, n_documents - len(rows)))
    return tuple(annexes)


def annex_order(session: Session) -> list[Outcome]:
    chosen = [Outcome(word) for word in office.setting(session, "annex_order").split(",") if word]
    return list(dict.fromkeys([*chosen, *Outcome]))


def _paper(
    session: Session,
    cleanup: CleanupRound,
    facts: ReleaseFacts,
    issuer: Authority,
    annexes: tuple[Annex, ...],
    head_hash: str,
) -> ReleasePaper:
    left_out, wording = left_out_of_round(session, cleanup), office.wording(session)
    profile = load_rulebook(session).profile_for(facts.published_on)
    return ReleasePaper(
        issuer=issuer.name,
        title=title_of(cleanup, issuer.name),
        doc_no=facts.doc_no.strip() or None,
        signed_on=facts.decided_on,
        published_on=facts.published_on,
        basis=basis_of(wording["list_basis"], profile),
        scope=scope_words(session, cleanup),
        cut_off_on=cleanup.cut_off_on,
        meeting=facts.meeting.strip(),
        decided_on=facts.decided_on,
        n_scope=sum(annex.n_documents for annex in annexes),
        annexes=annexes,
        look_at=channel_of(session),
        release_no=f"QL-{facts.published_on.year}-{cleanup.id}",
        head_hash=head_hash,
        amend_deadline=facts.amend_by,
        n_left_out=len(left_out.documents),
        left_out=left_out.words,
        approval=wording["list_approval"],
        effect=wording["list_effect"],
        unlisted=wording["list_unlisted"],
    )


def channel_of(session: Session) -> str:
    """Where the list is published, in the office's words."""
    return filled(office.wording(session)["list_channel"], {"本级政府": _government(session)})


def _government(session: Session) -> str:
    """The government whose portal shows the list; the office's setting where the register has none."""
    names = [body.name for body in issuing_bodies(session) if body.kind is AuthorityKind.GOVERNMENT]
    return names[0] if names else office.setting(session, "government_name")


def scope_words(session: Session, cleanup: CleanupRound) -> str:
    if cleanup.basis:  # a document that was not in the round must not count as ended for standing in no annex
        limits = "清理范围以附件所列和另行通知的文件为限"
        return f"因{cleanup.basis}，对以其为依据的现行行政规范性文件开展即时清理，{limits}"
    names = list(authority_names(session, cleanup.authority_ids).values())
    if not names:
        return "清理范围为本级人民政府及其办公室、政府部门、乡镇人民政府和街道办事处制定的现行行政规范性文件"
    shown = "、".join(names[:_NAMED_IN_SCOPE])
    others = f"等{len(names)}个机关" if len(names) > _NAMED_IN_SCOPE else ""
    return f"清理范围为{shown}{others}制定的现行行政规范性文件"


def frozen_rows(prepared: Prepared) -> list[ReleaseRow]:
    """The rows of a release as they are printed."""
    return [
        freeze(row, position=position, outcome=outcome, document_id=document_id)
        for position, (outcome, document_id, row) in enumerate(prepared.printed, 1)
    ]
