"""The filings of the documents, and the cleanup round of two years ago."""

from datetime import date, datetime, time, timedelta

from registry.demonstration._days import chinese_date, workday_before, years_later
from registry.demonstration.authorities import BY_CODE
from registry.demonstration.shapes import Decided, Document, Event, Filing, Moved, Round
from registry.domain import validity
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Outcome, RoundKind
from registry.domain.filings import MOVES, Direction, FilingState, Move, Party, Track
from registry.domain.instants import SHANGHAI
from registry.domain.moving import state_after
from registry.domain.validity import ALIVE, Life, Span, spans, status_on

# The moves of each filing by the slug of its document: the move, its day after publication, and the reason. The filing
# of a document without an entry makes the ordinary moves.
_ORDINARY = ((Move.SUBMIT, 9, ""), (Move.REGISTER, 13, ""), (Move.START_REVIEW, 14, ""), (Move.PASS, 30, ""))
_OPINED = ((Move.SUBMIT, 10, ""), (Move.REGISTER, 14, ""), (Move.START_REVIEW, 15, ""))
_STORIES: dict[str, tuple[tuple[Move, int, str], ...]] = {
    "fishing-ban": (),
    "facility-land": (),
    "after-school": (),
    "maintenance-fund": ((Move.SUBMIT, 10, ""),),
    "group-dining": (
        (Move.SUBMIT, 11, ""),
        (Move.DEFER, 15, "缺少合法性审核意见和起草说明，请在收到通知之日起15日内补正。"),
    ),
    "farm-machinery": ((Move.SUBMIT, 14, ""), (Move.REGISTER, 18, "")),
    "rental-subsidy": ((Move.SUBMIT, 12, ""), (Move.REGISTER, 17, ""), (Move.START_REVIEW, 20, "")),
    "food-workshop": (
        *_OPINED,
        (Move.EXTEND, 32, "送检频次涉及食品安全标准，需征求市场监管部门意见。"),
        (Move.OPINE, 36, "每年送检不少于两次，没有明确检验费用由谁承担，增加经营者负担"),
        (Move.ANSWER, 46, "送检次数按上级要求规定，检验费用由经营者自行承担，拟不作修改。"),
        (Move.OPINE_AGAIN, 54, "第八条仍未明确检验费用由谁承担。"),
    ),
    "village-waste": (
        *_OPINED,
        (Move.OPINE, 40, "第五条保洁费按户收取，应当明确由村民会议依法讨论决定、不得强制收取，建议修改。"),
        (Move.ANSWER, 66, "接受审查意见，拟删去按户收取的上限规定，修改稿已提请镇长办公会议研究。"),
        (Move.EXTEND, 68, "等待镇长办公会议审议修改稿。"),
    ),
    "straw-burning": (
        *_OPINED,
        (Move.OPINE, 41, "第五项取消村奖补资金的规定与上级资金管理规定不一致，建议修改。"),
        (Move.ANSWER, 63, "已于乡长办公会议通过修改方案，改为约谈并限期整改。"),
        (Move.CORRECT, 70, ""),
    ),
    "road-fee": (
        *_OPINED,
        (
            Move.OPINE,
            44,
            "第四条、第五条设定收费没有法律、行政法规依据，第七条将缴费与办理证明挂钩，建议自行废止。",
        ),
        (Move.ANSWER, 72, "本镇村道养护资金缺口较大，经研究拟保留收费条款。"),
        (Move.ANNUL, 182, "区人民政府已决定撤销该文件。"),
    ),
    "parking-fee": (
        *_OPINED,
        (Move.OPINE, 45, "收费标准未按规定开展成本监审和听证，建议停止执行并补充程序。"),
        (Move.ANSWER, 73, "同意补充成本监审和听证，补充期间停止执行。"),
        (Move.SUSPEND, 222, "制定机关已公布暂停执行的通知。"),
    ),
    "courtyard-renewal": (
        (Move.SUBMIT, 8, ""),
        (
            Move.REFUSE,
            13,
            "主要内容为本街道改造任务的工作安排，不具有普遍约束力，不属于行政规范性文件，不予登记。",
        ),
    ),
    "collective-assets": (
        (Move.SUBMIT, 9, ""),
        (Move.TAKE_BACK, 12, "报送文本与集体审议稿不一致，撤回后重新核对。"),
        (
            Move.WITHDRAW,
            14,
            "本办法系联合印发，已由牵头机关统一报送备案，本件不再单独报送（联合制定的文件由牵头机关报送）。",
        ),
    ),
    "pesticide-packaging": (
        (Move.SUBMIT, 30, ""),
        (Move.REGISTER, 34, ""),
        (Move.START_REVIEW, 35, ""),
        (Move.PASS, 58, ""),
    ),
}
_AT_CONGRESS = (
    (Move.SUBMIT, 18, ""),
    (Move.REGISTER, 24, ""),
    (Move.START_REVIEW, 26, ""),
    (Move.PASS, 55, ""),
)
# What the congress asked besides, by the slug of the document.
_ASKED_BY_CONGRESS = {
    "fire-ban": (
        *_AT_CONGRESS[:-1],
        (Move.ASK_SUPPLEMENT, 40, "请补充禁火范围的论证材料和征求意见采纳情况。"),
    ),
}
_CONTACTS = {"zfb", "jyj", "nyncj"}

_OUTER_CODES = {Track.GOVERNMENT: "澜政备", Track.CONGRESS: "云人常备"}

_DECIDED_OTHERWISE: dict[str, tuple[Outcome, str]] = {
    "land-reserve": (Outcome.TO_AMEND, "机构职责和土地储备资金管理方式已经调整，有关条款需要修改。"),
    "river-sand": (Outcome.TO_AMEND, "采砂许可和运输管理的职责分工已经变化，需要修改。"),
    "investment-incentive": (Outcome.REPEAL, "奖励和子女入学条款不符合《公平竞争审查条例》，予以废止。"),
    "livestock-zones": (Outcome.LAPSE, "禁养区内养殖场关闭搬迁任务已经完成，宣布失效。"),
    "market-stalls": (Outcome.TO_AMEND, "原件未载成文、公布日期，由起草单位查档核实并修改后重新公布。"),
    "key-tasks": (Outcome.RECLASSIFY, "属于机关内部年度工作安排，经重新认定不属于行政规范性文件。"),
}
_STILL_GOOD = "调整对象仍然存在，主要制度与上位法一致，继续有效。"


def filings(documents: tuple[Document, ...], tracked_from: date, today: date) -> tuple[Filing, ...]:
    """The filings of the documents published since `tracked_from`: a government's go to its congress too."""
    return tuple(
        _filing(document, track, document.dates.published_on, today)
        for document in documents
        if document.dates.published_on and document.dates.published_on >= tracked_from
        for track in (Track.GOVERNMENT, Track.CONGRESS)[: 2 if _is_outgoing(document) else 1]
    )


def released_round(documents: tuple[Document, ...], today: date) -> Round:
    """The periodic round whose list was published two years ago; the next round has been due for a few days."""
    decision = next(document for document in documents if document.slug == "cleanup-decision")
    published_on = decision.dates.published_on
    assert published_on is not None  # the tables date the decision
    cut_off_on = years_later(today, -2) - timedelta(days=150)
    decided_on = workday_before(published_on, 9)
    return Round(
        name=f"{published_on.year}年度行政规范性文件集中清理",
        kind=RoundKind.PERIODIC,
        cut_off_on=cut_off_on,
        opened_on=workday_before(cut_off_on, -14),
        answers_due_on=workday_before(cut_off_on, -70),
        decided_on=decided_on,
        meeting="云汀区人民政府常务会议",
        published_on=published_on,
        decision=decision.slug,
        next_due_on=years_later(published_on, 2),
        items=tuple(
            _decided(document, decided_on) for document in documents if in_scope(document, cut_off_on)
        ),
    )


def in_scope(document: Document, cut_off_on: date) -> bool:
    """Whether a document was published by the cut-off and not ended then; without dates, as a secret stub, it counts."""
    published_on = document.dates.published_on
    if published_on is not None and published_on > cut_off_on:
        return False
    return status_on(timeline(document), cut_off_on).status in ALIVE


def timeline(document: Document) -> list[Span]:
    """The spans of a document from its dates and events, without those that the release of the round adds."""
    dates = document.dates
    life = Life(
        published_on=dates.published_on,
        effective_on=dates.effective_on,
        valid_until=dates.valid_until,
        has_no_expiry=document.has_no_expiry,
        signed_on=dates.signed_on,
    )
    return spans(life, [_event(n, event) for n, event in enumerate(document.events)])


def _event(n: int, event: Event) -> validity.Event:
    recorded_at = datetime.combine(event.recorded_on, time(10), SHANGHAI)
    return validity.Event(n, event.kind, event.effective_on, recorded_at, event.source, event.new_valid_until)


def _is_outgoing(document: Document) -> bool:
    return BY_CODE[document.authorities[0]].kind in (AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE)


def _filing(document: Document, track: Track, published_on: date, today: date) -> Filing:
    lead, is_outgoing = document.authorities[0], _is_outgoing(document)
    stories, usual = (_ASKED_BY_CONGRESS, _AT_CONGRESS) if track is Track.CONGRESS else (_STORIES, _ORDINARY)
    story = stories.get(document.slug, usual)
    state, moves = FilingState.OWED, []
    for move, days, reason in story:
        on = workday_before(published_on, -days)  # the workday before when that is a day off
        if on > today:
            break
        state = state_after(state, move, reason)
        moves.append(Moved(move, on, _mover(move, lead), reason))
    is_answered = is_outgoing and state is not FilingState.OWED
    return Filing(
        document.slug,
        track,
        Direction.OUTGOING if is_outgoing else Direction.INCOMING,
        state,
        tuple(moves),
        f"{_OUTER_CODES[track]}〔{published_on.year}〕{published_on.timetuple().tm_yday}号"
        if is_answered
        else "",
    )


def _mover(move: Move, authority: str) -> str:
    """The login of the person who makes a move; a clerk makes it for an authority without a contact."""
    party = MOVES[move].by
    if party is Party.LEAD:
        return "lead"
    return authority if party is Party.AUTHORITY and authority in _CONTACTS else "clerk"


def _decided(document: Document, decided_on: date) -> Decided:
    if document.slug in _DECIDED_OTHERWISE:
        return Decided(document.slug, *_DECIDED_OTHERWISE[document.slug])
    last = _last_valid_day(document, decided_on)
    if last is not None and last < decided_on:
        return Decided(document.slug, Outcome.LAPSE, f"有效期至{chinese_date(last)}，期满未延续，自动失效。")
    return Decided(document.slug, Outcome.RETAIN, _STILL_GOOD)


def _last_valid_day(document: Document, day: date) -> date | None:
    """The last valid day of a document after the prolongations recorded by `day`."""
    prolonged = [
        event.new_valid_until
        for event in document.events
        if event.new_valid_until and event.recorded_on <= day
    ]
    return prolonged[-1] if prolonged else document.dates.valid_until
