"""What the papers of a cleanup round say, from the round as it is now."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from registry.actions.cleanups._paper_lists import (
    counts_table,
    covered_annex,
    draft_annex,
    opinions_annex,
    outcome_annexes,
    shares_annex,
)
from registry.actions.cleanups._release_paper import annex_order, channel_of, scope_words
from registry.actions.cleanups._rounds import Pair, pairs_of
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.authorities import AuthorityKind
from registry.domain.catalog import is_public
from registry.domain.citations import citation
from registry.domain.cleanups import Outcome
from registry.domain.consultations import draft_summary, least_until, working_for_the_public
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.list_wording import basis_of, filled
from registry.domain.normal import id_of
from registry.domain.papers.cleanups_wording import (
    addressed,
    counts_in_words,
    is_disputed,
    matter_of,
    opinion,
)
from registry.domain.papers.kinds import PaperKind
from registry.domain.written_days import cn_date
from registry.exports.papers.model import PaperAnnex
from registry.exports.papers.templates import Value
from registry.storage import office
from registry.storage.authorities import all_authorities
from registry.storage.cleanups.consultations import adoptions, consultation_of
from registry.storage.cleanups.items import count_not_public, progress
from registry.storage.cleanups.tables import CleanupRound, Consultation
from registry.storage.releases import Release, public_corrections
from registry.storage.rulebook import load_rulebook

_MOST_SILENT_NAMED = 10


def check_round_paper(session: Session, kind: PaperKind, subject: str) -> CleanupRound:
    """The round of a paper of this kind. Raises Refusal where there is nothing to write yet."""
    cleanup = session.get(CleanupRound, id_of(subject) or 0)
    if cleanup is None:
        raise Refusal(f"没有这一轮清理：{subject}。", "subject")
    if cleanup.is_draft:
        raise Refusal(f"“{cleanup.name}”还没有开展，开展后才能出具{kind.word}。")
    if kind is PaperKind.DRAFT_LIST_NOTICE and consultation_of(session, cleanup.id or 0) is None:
        raise Refusal("还没有公布征求意见稿，请先在本轮的“征求意见”页公布。")
    if kind is PaperKind.POLICY_READING and _release(session, cleanup) is None:
        raise Refusal("清理结果还没有公布，公布后才能出具解读。")
    return cleanup


def notice_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """清理通知: who answers for what, by which standards and by when."""
    paper = _gathered(session, PaperKind.CLEANUP_NOTICE, subject, on)
    cleanup = paper.cleanup
    answering = {item.answering_id for item, _ in paper.pairs}
    bodies = [body for body in all_authorities(session) if body.id in answering]
    kinds = [(body.name, body.kind) for body in bodies]
    n_unlisted = sum(not is_public(doc.disclosure, doc.is_published) for _, doc in paper.pairs)
    government = next(
        (body.name for body in all_authorities(session) if body.kind is AuthorityKind.GOVERNMENT),
        office.setting(session, "government_name"),
    )
    return paper.facts(
        {
            "主送机关": addressed(kinds, government),
            "依据": paper.basis,
            "清理范围": scope_words(session, cleanup),
            "未列说明": f"其中{n_unlisted}件不公开，不列入目录，由各机关在系统中查看。" if n_unlisted else "",
            "报送期限": cn_date(cleanup.answers_due_on),
            "期限算法": _days_to_answer(session, on, cleanup.answers_due_on),
            "完成期限": cn_date(cleanup.due_on) if _is_ahead(cleanup, on) else "",
        },
        (
            shares_annex(paper.pairs, paper.names),
            covered_annex([document for _, document in paper.pairs]),
        ),
    )


def summary_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """意见汇总表: the opinion of the authority and that of the office on every document."""
    paper = _gathered(session, PaperKind.OPINION_SUMMARY, subject, on)
    parts = progress(session, paper.cleanup.id or 0)
    n_answered = sum(part.n_answered for part in parts)
    silent = [part.authority for part in parts if part.is_silent]
    named = "、".join(silent[:_MOST_SILENT_NAMED]) + ("等" if len(silent) > _MOST_SILENT_NAMED else "")
    told = f"；{named}{'共' if len(silent) > 1 else ''}{len(silent)}个机关没有报送" if silent else ""
    n_decided = sum(paper.counts.values())
    decided = f"，其中{counts_in_words(paper.counts)}" if n_decided else ""
    title = "清理意见汇总表"
    return paper.facts(
        {
            "统计日期": cn_date(on),
            "自查情况": f"已报送自查意见{n_answered}件{told}",
            "审查进展": f"已提出审查意见{n_decided}件{decided}",
            "不一致件数": _number(len(paper.disputed)),
        },
        (opinions_annex(paper.pairs, title),),
    )


def meeting_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """会议材料: the figures, the documents in dispute with both views, and the lists that are to be decided."""
    paper = _gathered(session, PaperKind.MEETING_MATERIAL, subject, on)
    n_decided = sum(paper.counts.values())
    if not n_decided:
        raise Refusal("还没有一件文件有审查意见，提出审查意见后才能出具会议材料。")
    return paper.facts(
        {
            "统计日期": cn_date(on),
            "依据": paper.basis,
            "清理范围": scope_words(session, paper.cleanup),
            "分类件数": counts_in_words(paper.counts),
            "未定件数": _number(len(paper.pairs) - n_decided),
            "机关件数表": counts_table("各机关清理意见件数", paper.pairs, paper.names),
            "不一致件数": _number(len(paper.disputed)),
            "不一致文件": tuple(
                f"{number}．{citation(shown_title(document), document.doc_no)}。"
                f"{paper.names.get(item.answering_id, document.authority)}的意见：{opinion(item.proposal)}；"
                f"审查意见：{opinion(item.decision)}。"
                for number, (item, document) in enumerate(paper.disputed, 1)
            ),
            "征求意见情况": _consulted(session, paper.cleanup),
        },
        outcome_annexes(paper.pairs, annex_order(session)),
    )


def draft_list_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """征求意见公告: the draft list as it was announced. What is not public is only counted."""
    cleanup = check_round_paper(session, PaperKind.DRAFT_LIST_NOTICE, subject)
    consultation = consultation_of(session, cleanup.id or 0)
    assert consultation is not None
    counts = Counter(Outcome(row["outcome"]) for row in consultation.rows)
    n_unlisted = count_not_public(session, cleanup.id or 0)
    unlisted = f"另有{n_unlisted}件依法不予公开或者尚未公开，不列入征求意见稿。"
    issuers = {row["authority"] for row in consultation.rows}
    return PaperFacts(
        subject=cleanup.id or 0,
        about=cleanup.name,
        since=consultation.opens_on,
        values={
            **_common(session, cleanup, len(consultation.rows), len(issuers)),
            "分类件数": counts_in_words(counts),
            "依据": _basis(session, on),
            "未列说明": unlisted if n_unlisted else "",
            "开始日期": cn_date(consultation.opens_on),
            "结束日期": cn_date(consultation.closes_on),
            "期限算法": consultation_working(session, consultation),
            "查询渠道": channel_of(session),
        },
        annexes=(draft_annex(consultation.rows, f"{matter_of(cleanup.name)}目录（征求意见稿）"),),
    )


def reading_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """政策解读: the released list in plain words. What is not public is only counted."""
    cleanup = check_round_paper(session, PaperKind.POLICY_READING, subject)
    release = _release(session, cleanup)
    assert release is not None
    counts = {Outcome(value): n for value, n in release.counts.items()}
    n_ended = counts.get(Outcome.LAPSE, 0) + counts.get(Outcome.REPEAL, 0)
    n_amended = counts.get(Outcome.TO_AMEND, 0)
    ended = f"列为废止、失效的{n_ended}件文件，不再作为行政管理的依据；此前已经终止的，以目录载明的日期为准"
    amended = (
        f"列为修改的{n_amended}件文件，由责任单位按照目录载明的时限修改；修改完成前，"
        "其中与现行法律、法规、规章和上级规定相一致的内容继续执行"
    )
    since = f"自{cn_date(release.published_on)}起"
    wording = office.wording(session)["list_unlisted"].rstrip("。")
    hidden = f"这些文件中有{release.n_secret}件依法不予公开，不列入公布的目录"
    values = _common(session, cleanup, sum(counts.values()), 0)
    return PaperFacts(
        subject=cleanup.id or 0,
        about=cleanup.name,
        since=release.published_on,
        values={
            **values,
            "分类件数": counts_in_words(counts),
            "依据": _basis(session, release.published_on),
            "清理结果": citation(release.title, release.doc_no),
            "公布日期": cn_date(release.published_on),
            "征求意见情况": _consulted(session, cleanup),
            "未列说明": hidden if release.n_secret else "",
            "终止说明": ended if n_ended else "",
            "修改说明": amended if n_amended else "",
            "未列入说明": filled(wording, {"文种": "目录", "自何时": since}) if wording else "",
            "查询渠道": channel_of(session),
        },
    )


Source = Callable[[Session, str, date], PaperFacts]
SOURCES: dict[PaperKind, Source] = {
    PaperKind.CLEANUP_NOTICE: notice_facts,
    PaperKind.OPINION_SUMMARY: summary_facts,
    PaperKind.MEETING_MATERIAL: meeting_facts,
    PaperKind.DRAFT_LIST_NOTICE: draft_list_facts,
    PaperKind.POLICY_READING: reading_facts,
}


def consultation_working(session: Session, consultation: Consultation) -> str:
    """How the least length of a consultation is counted, with the days in words."""
    book = load_rulebook(session)
    profile = book.profile_for(consultation.opens_on)
    touches_market = any(row["touches_market"] for row in consultation.rows)
    least = least_until(consultation.opens_on, profile, book.calendar, touches_market=touches_market)
    return working_for_the_public(least, is_confirmed=profile.confirmed, touches_market=touches_market)


@dataclass(frozen=True)
class _Round:
    """A round with its documents on a day, and the values that all of its papers have."""

    cleanup: CleanupRound
    pairs: Sequence[Pair]
    names: dict[int, str]
    basis: str
    values: dict[str, str]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(item.outcome for item, _ in self.pairs if item.outcome)

    @property
    def disputed(self) -> list[Pair]:
        return [pair for pair in self.pairs if is_disputed(pair[0].proposal, pair[0].decision)]

    def facts(self, values: Mapping[str, Value], annexes: tuple[PaperAnnex, ...]) -> PaperFacts:
        return PaperFacts(
            subject=self.cleanup.id or 0,
            about=self.cleanup.name,
            since=day_of(self.cleanup.opened_at),
            values={**self.values, **values},
            annexes=annexes,
        )


def _gathered(session: Session, kind: PaperKind, subject: str, on: date) -> _Round:
    cleanup = check_round_paper(session, kind, subject)
    pairs = pairs_of(session, cleanup, on)
    if not pairs:
        raise Refusal(f"“{cleanup.name}”还没有文件。")
    answering = {item.answering_id for item, _ in pairs}
    names = {body.id or 0: body.name for body in all_authorities(session) if body.id in answering}
    values = _common(session, cleanup, len(pairs), len(answering))
    return _Round(cleanup, pairs, names, _basis(session, on), values)


def _common(session: Session, cleanup: CleanupRound, n_documents: int, n_authorities: int) -> dict[str, str]:
    return {
        "清理事项": matter_of(cleanup.name),
        "截止日期": cn_date(cleanup.cut_off_on),
        "件数": str(n_documents),
        "机关数": _number(n_authorities),
        "本机关": office.setting(session, "office_name"),
    }


def _basis(session: Session, on: date) -> str:
    return basis_of(office.wording(session)["list_basis"], load_rulebook(session).profile_for(on))


def _number(n: int) -> str:
    """The number, "" for none: a template asks whether there is one."""
    return str(n) if n else ""


def _is_ahead(cleanup: CleanupRound, on: date) -> bool:
    """Whether the day by which the round is to be done can still be kept: neither past nor before the answers."""
    return cleanup.due_on is not None and cleanup.due_on >= max(on, cleanup.answers_due_on or on)


def _days_to_answer(session: Session, on: date, due_on: date | None) -> str:
    """自2026年3月5日次日起算，共12个工作日; "" without a day, or where it is over."""
    if due_on is None or due_on <= on:
        return ""
    calendar = load_rulebook(session).calendar
    n = sum(calendar.is_working(on + timedelta(at)) for at in range(1, (due_on - on).days + 1))
    return f"自{cn_date(on)}的次日起计，共{n}个工作日"


def _consulted(session: Session, cleanup: CleanupRound) -> str:
    """What came of the public consultation, without its full stop; "" where there was none."""
    consultation = consultation_of(session, cleanup.id or 0)
    if consultation is None:
        return ""
    counts = adoptions(session, [consultation.id or 0]).get(consultation.id or 0, {})
    return draft_summary(consultation.opens_on, consultation.closes_on, counts).rstrip("。")


def _release(session: Session, cleanup: CleanupRound) -> Release | None:
    """The list of a round as the public reads it now."""
    chain = public_corrections(session, cleanup.id or 0)
    return chain[-1] if chain else None
