"""The documents of the district on a day: their dates, numbers, steps, relations, events and texts, from the tables."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from registry.demonstration._days import (
    chinese_date,
    first_of_month_after,
    resolve,
    workday_before,
    years_later,
)
from registry.demonstration.authorities import BY_CODE
from registry.demonstration.drafts import DRAFT_OF, DRAFTS
from registry.demonstration.papers import Paper, compose
from registry.demonstration.shapes import Authority, Deed, Document, Draft, Event, Relation
from registry.domain.authorities import AuthorityKind
from registry.domain.calendars import last_valid_day
from registry.domain.citations import citation, quoted
from registry.domain.documents import (
    DISCLOSURE_WORDS,
    Dates,
    Disclosure,
    DocumentKind,
    RelationKind,
    Step,
    StepKind,
    kind_from_title,
)
from registry.domain.validity import EventKind

_TIES_OF_DEEDS: dict[EventKind, RelationKind] = {
    EventKind.REPEALED: RelationKind.REPEALS,
    EventKind.PARTLY_REPEALED: RelationKind.REPEALS,
    EventKind.AMENDED: RelationKind.AMENDS,
    EventKind.REISSUED: RelationKind.REISSUES,
    EventKind.EXTENDED: RelationKind.CONFIRMS,
}
_BODIES = {
    AuthorityKind.GOVERNMENT: "区人民政府常务会议",
    AuthorityKind.OFFICE: "区人民政府常务会议",
    AuthorityKind.DEPARTMENT: "局长办公会议",
    AuthorityKind.SUBDISTRICT: "街道主任办公会议",
}
_REVIEWERS = {
    AuthorityKind.GOVERNMENT: "区司法局",
    AuthorityKind.OFFICE: "区司法局",
    AuthorityKind.DEPARTMENT: "本局法规股",
}
_ADDRESSEES = {
    AuthorityKind.GOVERNMENT: "各镇（乡）人民政府，望汀街道办事处，区政府各部门、各直属机构：",
    AuthorityKind.OFFICE: "各镇（乡）人民政府，望汀街道办事处，区政府各部门、各直属机构：",
    AuthorityKind.DEPARTMENT: "各镇（乡）人民政府、街道办事处相关机构，各有关单位：",
    AuthorityKind.SUBDISTRICT: "各居民委员会，辖区各有关单位：",
    AuthorityKind.TOWNSHIP: "各村（居）民委员会，辖区各有关单位：",
}


def documents(today: date) -> tuple[Document, ...]:
    """Every document with its dates, relations and events; the texts are still empty."""
    plain = {draft.slug: _plain(draft, today) for draft in DRAFTS}
    events: dict[str, list[Event]] = {slug: [] for slug in plain}
    for draft in DRAFTS:
        for deed in draft.deeds:
            events[deed.target].append(_event(deed, plain[draft.slug], plain[deed.target]))
    return tuple(
        replace(
            plain[draft.slug],
            relations=_relations(draft, plain),
            events=tuple(sorted(events[draft.slug], key=lambda event: event.recorded_on)),
        )
        for draft in DRAFTS
    )


def with_text(document: Document, cite: Callable[[str], str], fill: dict[str, str]) -> Document:
    """The document with its text; a secret stub has none. `fill` has the words that come from other documents."""
    if document.disclosure is Disclosure.SECRET:
        return document
    draft = DRAFT_OF[document.slug]
    lead = BY_CODE[document.authorities[0]]
    dates = document.dates
    own_words = {"year": str(document.year), **_date_words(dates), **draft.fill, **fill}
    paper = Paper(
        title=document.title,
        doc_no=document.doc_no,
        issuers=document.names_as_issued,
        lead=lead.short_name,
        addressees="" if _is_to_everyone(document) else _ADDRESSEES[lead.kind],
        adopted_by=_meeting(lead),
        rules=draft.title if draft.is_printed else _forwarded_rules(draft),
        matter=draft.matter,
        text=draft.text or draft.slug,
        fill=own_words,
        signed_on=dates.signed_on,
        published_on=dates.published_on,
        effective_on=dates.effective_on,
        valid_until=dates.valid_until,
        is_endless=document.has_no_expiry,
        repealed=tuple(deed.target for deed in draft.deeds if _is_replaced(draft, deed)),
        disclosure_word=DISCLOSURE_WORDS[document.disclosure],
    )
    return replace(document, text=compose(paper, cite))


def _plain(draft: Draft, today: date) -> Document:
    published_on = resolve(draft.when, today) if draft.when else None
    dates = _dates(draft, published_on)
    year = published_on.year if published_on else draft.year
    issuers = [BY_CODE[code] for code in draft.by]
    names = tuple(issuer.name_on(published_on or date(year, 12, 31))[0] for issuer in issuers)
    title = _title(draft, " ".join(names), year)
    is_secret = draft.disclosure is Disclosure.SECRET
    return Document(
        slug=draft.slug,
        title=title,
        doc_no="" if is_secret else _doc_no(draft, issuers[0], published_on or date(year, 12, 31)),
        kind=draft.kind or kind_from_title(title),
        authorities=draft.by,
        names_as_issued=names,
        dates=dates,
        disclosure=draft.disclosure,
        subject=draft.subject,
        steps=_steps(draft, issuers[0], published_on),
        has_no_expiry=draft.is_endless,
        duplicate_reason=draft.duplicate_reason,
        local_serial=f"密{year}-1" if is_secret else "",
        year=year,
    )


def _title(draft: Draft, issuer: str, year: int) -> str:
    if draft.is_printed:
        return f"{issuer}关于印发{quoted(draft.title)}的通知"
    return draft.title.format(year=year)


def _doc_no(draft: Draft, issuer: Authority, day: date) -> str:
    if isinstance(draft.serial, str):
        return draft.serial.format(year=day.year)
    serial = (
        draft.serial or 1 + day.timetuple().tm_yday // 5
    )  # a paper every five days, in the order of the days
    return f"{issuer.name_on(day)[1]}〔{day.year}〕{serial}号"


def _dates(draft: Draft, published_on: date | None) -> Dates:
    if published_on is None:
        return Dates()
    if draft.is_published_only:
        return Dates(published_on=published_on)
    signed_on = workday_before(published_on, 4)
    if signed_on.year != published_on.year:  # the number carries the year of signing
        signed_on = published_on
    effective_on = _effective_on(draft, published_on)
    return Dates(
        signed_on=signed_on,
        issued_on=max(signed_on, workday_before(published_on, 2)),
        published_on=published_on,
        posted_on=published_on,
        effective_on=effective_on,
        valid_until=_valid_until(draft, effective_on),
    )


def _effective_on(draft: Draft, published_on: date) -> date:
    if isinstance(draft.starts_in, str):
        return first_of_month_after(published_on, 20)
    return published_on + timedelta(days=draft.starts_in)


def _valid_until(draft: Draft, effective_on: date) -> date | None:
    if draft.lasts:
        return last_valid_day(effective_on, draft.lasts * 12)
    if draft.lasts_days:
        return effective_on + timedelta(days=draft.lasts_days)
    return date(effective_on.year, 12, 31) if draft.until_year_end else None


def _steps(draft: Draft, lead: Authority, published_on: date | None) -> tuple[Step, ...]:
    """The formation steps of 第八项; for papers from before 2014 none are recorded."""
    if published_on is None or published_on.year < 2014:
        return ()
    meeting = _meeting(lead)
    decided = Step(StepKind.COLLECTIVE_DECISION, workday_before(published_on, 9), meeting, "审议通过")
    if draft.kind is DocumentKind.CLEANUP_DECISION:
        return (decided,)
    reviewer = _REVIEWERS.get(lead.kind, "区司法局派驻司法所")
    return (
        _consultation(draft, lead, published_on),
        Step(StepKind.LEGALITY_REVIEW, workday_before(published_on, 24), reviewer, "合法，可以提请集体审议"),
        decided,
    )


def _meeting(authority: Authority) -> str:
    """The meeting that decides collectively; a township's is named after its head, 镇长 or 乡长."""
    head = "镇长" if "镇" in authority.name else "乡长"
    return _BODIES.get(authority.kind, f"{head}办公会议")


def _consultation(draft: Draft, lead: Authority, published_on: date) -> Step:
    if draft.kind is DocumentKind.ORDER:
        because = "森林火险等级已达四级，情况紧急，经负责人批准不公开征求意见。"
        return Step(StepKind.PUBLIC_CONSULTATION, not_applicable_because=because)
    if any(deed.kind is EventKind.ANNULLED for deed in draft.deeds):
        because = "属于依法监督下级机关文件的决定，不设定公众权利义务。"
        return Step(StepKind.PUBLIC_CONSULTATION, not_applicable_because=because)
    n_opinions = sum(map(ord, draft.matter)) % 60 + 4
    result = f"征求意见30日，收到意见{n_opinions}条，采纳{n_opinions // 3}条"
    return Step(StepKind.PUBLIC_CONSULTATION, workday_before(published_on, 55), lead.short_name, result)


def _event(deed: Deed, cause: Document, target: Document) -> Event:
    """The event that a deed of the document `cause` makes at its target."""
    on, recorded_on = cause.dates.effective_on, cause.dates.published_on
    assert on  # the tables date every document that has deeds
    assert recorded_on
    return Event(
        deed.kind,
        on,
        recorded_on,
        cause.slug,
        citation(cause.title, cause.doc_no),
        _prolonged(deed, on, target),
    )


def _prolonged(deed: Deed, on: date, target: Document) -> date | None:
    """The new last day: an extension in time continues the old term, a late one or a reissue begins a new term."""
    if not deed.years:
        return None
    old = target.dates.valid_until
    if deed.kind is EventKind.EXTENDED and old is not None and old >= on:
        return years_later(old, deed.years)
    return last_valid_day(on, deed.years * 12)


def _relations(draft: Draft, plain: dict[str, Document]) -> tuple[Relation, ...]:
    """The relations that follow from the deeds of a draft, and those that its table gives."""
    dates = plain[draft.slug].dates
    of_deeds = [
        Relation(
            _TIES_OF_DEEDS[deed.kind],
            deed.target,
            "",
            dates.effective_on,
            _deed_clause(deed),
            deed.kind is EventKind.PARTLY_REPEALED,
        )
        for deed in draft.deeds
        if deed.kind in _TIES_OF_DEEDS
    ]
    of_ties = [
        Relation(kind, other if other in plain else None, "" if other in plain else other, dates.published_on)
        for kind, other in draft.ties
    ]
    return (*of_deeds, *of_ties)


def _deed_clause(deed: Deed) -> str:
    return {
        EventKind.REPEALED: "同时废止",
        EventKind.PARTLY_REPEALED: "第二项有关限制燃放区域的规定废止",
        EventKind.AMENDED: "作如下修改",
        EventKind.REISSUED: "重新公布",
        EventKind.EXTENDED: "有效期延长",
    }[deed.kind]


def _date_words(dates: Dates) -> dict[str, str]:
    named = {"effective": dates.effective_on, "valid_until": dates.valid_until}
    return {name: chinese_date(day) for name, day in named.items() if day}


def _is_to_everyone(document: Document) -> bool:
    return document.kind in {
        DocumentKind.ANNOUNCEMENT,
        DocumentKind.ORDER,
        DocumentKind.DECISION,
        DocumentKind.CLEANUP_DECISION,
    }


def _forwarded_rules(draft: Draft) -> str:
    return draft.title.partition("《")[2].partition("》")[0] if "转发" in draft.title else ""


def _is_replaced(draft: Draft, deed: Deed) -> bool:
    """Whether the target is repealed in the last clause; the batch decision lists its targets in its body instead."""
    return deed.kind is EventKind.REPEALED and draft.slug != "repeal-batch"
