"""The gate of 公布: every reason against publishing a draft, each with the way to mend it.

Sources: 国办发〔2018〕37号 (the steps come before 公布), 国办发〔2018〕115号 (no 集体审议 without 合法性审核),
公平竞争审查条例 (不得出台 without the review).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.documents import STEP_WORDS, DocumentKind, Step, StepKind, missing_steps
from registry.domain.errors import Refusal
from registry.domain.fair_reviews import MAY_BE_ISSUED, FairConclusion
from registry.domain.formation import FAIR_REVIEW_SINCE, needs_fair_review, steps_in_disorder
from registry.domain.legality_reviews import ENDED, PASSED, ReviewState
from registry.domain.worded import Worded
from registry.domain.written_days import cn_date

_BEFORE_RESULT = r"(经?(审核|审查)[,，:：]?)?((意见|结论|结果)?(为|是|[:：]))?"
_BAD_RESULTS = {
    StepKind.LEGALITY_REVIEW: re.compile(
        _BEFORE_RESULT + "(不合法|不予?通过|未予?通过|不同意|应当?修改(?!.*已))"
    ),
    StepKind.FAIR_COMPETITION: re.compile(_BEFORE_RESULT + "(不符合|不予?通过|未予?通过|不同意)"),
}


_NEXT_STEPS = {
    ReviewState.SUBMITTED: "请等法制机构受理并出具审核意见。",
    ReviewState.RETURNED: "请补正材料后重新送审。",
    ReviewState.REVIEWING: "请等法制机构出具审核意见。",
    ReviewState.ASKED: "请答复法制机构提出的问题。",
    ReviewState.TO_CHANGE: "请按审核意见修改，再报送修改稿复核。",
    ReviewState.RECHECKING: "请等法制机构复核修改稿。",
}


class Place(Worded):
    """Where an obstacle is mended; the word labels the way there."""

    STEPS = "steps", "补录制定程序"
    LEGALITY = "legality", "去办合法性审核"
    FAIR_REVIEW = "fair_review", "登记公平竞争审查"
    CHECKS = "checks", "去看规则检查"


_MENDED_AT = {
    STEP_WORDS[StepKind.LEGALITY_REVIEW]: Place.LEGALITY,
    STEP_WORDS[StepKind.FAIR_COMPETITION]: Place.FAIR_REVIEW,
}
_MENDS = {
    Place.STEPS: "请补录该程序的时间和机构，或写明不适用的理由。",
    Place.LEGALITY: "请送审，或登记本机关审核机构的意见；依规定不需要审核的，在制定程序中写明不适用的理由。",
    Place.FAIR_REVIEW: "请登记审查的结论；不涉及经营主体经济活动的，写明理由。",
}


@dataclass(frozen=True)
class Obstacle:
    """A reason against publishing: what is wrong, how it is mended, and where. `findings` say it of an old document."""

    words: str
    mend: str
    place: Place
    findings: tuple[str, ...] = ()


_CHANGED_TEXT = Obstacle(
    "审核后又改动了文本。", "请重新送审，或者由审核机构写明改动不影响审核意见的理由。", Place.LEGALITY
)


@dataclass(frozen=True)
class ReviewStanding:
    """What the last 合法性审核 of a draft says: its state, the day of its opinion, and whether the text is another."""

    state: ReviewState
    opinion_on: date | None = None
    is_stale: bool = False

    @property
    def is_passed(self) -> bool:
        return self.state in PASSED


@dataclass(frozen=True)
class Candidate:
    """A draft as the gate sees it.

    `published_on` is the day on which it is to be published, None while nobody says; `has_market_hits` is whether the
    checks marked a sentence that restricts competition and nobody dismissed it, `lacks_check` whether they did not come
    to the end of the text as it is now.
    """

    kind: DocumentKind
    published_on: date | None
    steps: Sequence[Step]
    touches_market: bool | None = None
    review: ReviewStanding | None = None
    fair: FairConclusion | None = None
    has_market_hits: bool = False
    lacks_check: bool = False


def obstacles(draft: Candidate) -> list[Obstacle]:
    """Every reason against publishing the draft, in the order of the process."""
    return [*_steps(draft), *_legality(draft), *_fair_review(draft), *_order(draft)]


def check_gate(draft: Candidate, tracked_from: date) -> list[str]:
    """The reasons against publishing a document of before `tracked_from`, as findings.

    Raises Refusal for a newer one.
    """
    found = obstacles(draft)
    if found and (draft.published_on is None or draft.published_on >= tracked_from):
        raise Refusal(f"尚不能标记为公布：{in_words(found)}", "steps")
    return [words for obstacle in found for words in obstacle.findings or (obstacle.words,)]


def in_words(found: Iterable[Obstacle]) -> str:
    """The obstacles in one sentence after the other, each with its remedy; a remedy shared by several is said once."""
    by_mend: dict[str, str] = {}
    for obstacle in found:
        by_mend[obstacle.mend] = by_mend.get(obstacle.mend, "") + obstacle.words
    return "".join(f"{words}{mend}" for mend, words in by_mend.items())


def check_entered(
    kind: DocumentKind,
    before: Sequence[Step],
    after: Sequence[Step],
    review: ReviewStanding | None,
    *,
    is_office: bool,
) -> None:
    """Raises Refusal for steps that may not be typed: 合法性审核 where its own passage says it, or by an authority, and
    集体审议 of a draft that has no 合法性审核 or before the day of its opinion. What stood there `before` stays.
    """
    typed = _of(after, StepKind.LEGALITY_REVIEW)
    if typed != _of(before, StepKind.LEGALITY_REVIEW):
        if review is not None and review.is_passed:
            raise Refusal(
                "合法性审核由审核记录填写，不在这里改；要更正的，请打开这份文件的“合法性审核”。", "steps"
            )
        if typed and typed.done_on and not is_office:
            raise Refusal(
                "合法性审核不在这里填写日期：请先暂存，再打开这份文件的“合法性审核”送审，"
                "或者登记本机关审核机构的意见；审核办结后自动填入。",
                "steps",
            )
    step = _of(after, StepKind.COLLECTIVE_DECISION)
    if step is None or step.done_on is None or step == _of(before, StepKind.COLLECTIVE_DECISION):
        return
    if found := _against_deliberation(kind, step.done_on, after, review):
        raise Refusal(f"不能填写集体审议决定的日期：{found.words}{found.mend}", "steps")


def _steps(draft: Candidate) -> Iterator[Obstacle]:
    needs_review = needs_fair_review(draft.touches_market, draft.published_on)
    by_place: dict[Place, list[str]] = {}
    is_told = draft.review is not None and not draft.review.is_passed  # its passage says what is missing
    missing = missing_steps(draft.kind, draft.steps, needs_review)
    for step in missing:
        if is_told and step == STEP_WORDS[StepKind.LEGALITY_REVIEW]:
            continue
        by_place.setdefault(_MENDED_AT.get(step, Place.STEPS), []).append(step)
    for place, lacking in by_place.items():
        findings = tuple(f"缺少{step}的记录。" for step in lacking)
        yield Obstacle(f"缺少{'、'.join(lacking)}。", _MENDS[place], place, findings)


def _legality(draft: Candidate) -> Iterator[Obstacle]:
    review = draft.review
    if review is None:
        yield from _bad_result(draft.steps, StepKind.LEGALITY_REVIEW, Place.LEGALITY)
    elif review.state not in ENDED:
        mend = _NEXT_STEPS.get(review.state, "请办结审核后再公布。")
        yield Obstacle(f"合法性审核还没有办结（{review.state.word}）。", mend, Place.LEGALITY)
    elif review.state is ReviewState.WITHDRAWN:
        words = "合法性审核的意见是“应当修改”，修改稿没有复核通过就撤回了送审。"
        yield Obstacle(words, "请按意见修改后重新送审，不得公布。", Place.LEGALITY)
    elif not review.is_passed:
        yield Obstacle(
            f"合法性审核的意见是“{review.state.word}”。", "请修改后重新送审，不得公布。", Place.LEGALITY
        )
    elif review.is_stale:
        yield _CHANGED_TEXT
    decided = _of(draft.steps, StepKind.COLLECTIVE_DECISION)
    if decided and decided.done_on:
        found = _too_early(decided.done_on, draft.steps, review)
        yield from [found] if found else []


def _fair_review(draft: Candidate) -> Iterator[Obstacle]:
    if draft.published_on is not None and draft.published_on < FAIR_REVIEW_SINCE:
        return
    if draft.fair is not None and draft.fair not in MAY_BE_ISSUED:
        yield Obstacle(
            f"公平竞争审查的结论是“{draft.fair.word}”，不得出台。",
            "请修改后重新审查，再登记新的结论。",
            Place.FAIR_REVIEW,
        )
    elif draft.fair is None:
        yield from _bad_result(draft.steps, StepKind.FAIR_COMPETITION, Place.FAIR_REVIEW)
    touches_market = needs_fair_review(draft.touches_market, draft.published_on)
    step = _of(draft.steps, StepKind.FAIR_COMPETITION)
    is_exempt = step is not None and step.done_on is None and step.is_answered
    if touches_market and (draft.fair is FairConclusion.NOT_CONCERNED or (draft.fair is None and is_exempt)):
        yield Obstacle(
            "文件登记为涉及经营主体的经济活动，公平竞争审查却写作不涉及或者不适用。",
            "请登记公平竞争审查的结论；确实不涉及的，请更正登记。",
            Place.FAIR_REVIEW,
        )
    if draft.fair is not None or draft.touches_market:
        return
    if draft.lacks_check:
        yield Obstacle(
            "正文还没有按现在的内容检查完，看不出有没有可能排除、限制竞争的内容。",
            "请在检查结果中重新检查；查不完的，登记公平竞争审查的结论。",
            Place.CHECKS,
        )
    if draft.has_market_hits:
        yield Obstacle(
            "规则检查标出了可能排除、限制竞争的内容，还没有人说明是否涉及经营主体的经济活动。",
            "请登记公平竞争审查的结论，或写明不涉及的理由；标错的，由法制机构在检查结果中写明理由后排除。",
            Place.FAIR_REVIEW,
        )


def _order(draft: Candidate) -> Iterator[Obstacle]:
    for words in steps_in_disorder(draft.published_on, draft.steps):
        yield Obstacle(words, "制定程序应当在公布之前完成，请核对这两个日期。", Place.STEPS)


def _against_deliberation(
    kind: DocumentKind, decided_on: date, steps: Sequence[Step], review: ReviewStanding | None
) -> Obstacle | None:
    typed = _of(steps, StepKind.LEGALITY_REVIEW)
    if review is not None and not review.is_passed:
        return Obstacle(
            f"合法性审核的状态是“{review.state.word}”。",
            "合法性审核通过后才能提请集体审议（国办发〔2018〕115号）。",
            Place.LEGALITY,
        )
    if review is not None and review.is_stale:
        return _CHANGED_TEXT
    needs_review = kind is not DocumentKind.CLEANUP_DECISION
    if needs_review and review is None and (typed is None or not typed.is_answered):
        return Obstacle(
            "还没有合法性审核的意见。",
            "请先送审；依规定不需要审核的，在“合法性审核”写明不适用的理由（国办发〔2018〕115号）。",
            Place.LEGALITY,
        )
    return _too_early(decided_on, steps, review)


def _too_early(decided_on: date, steps: Sequence[Step], review: ReviewStanding | None) -> Obstacle | None:
    typed = _of(steps, StepKind.LEGALITY_REVIEW)
    reviewed_on = review.opinion_on if review and review.is_passed else typed.done_on if typed else None
    if reviewed_on is None or decided_on >= reviewed_on:
        return None
    return Obstacle(
        f"集体审议决定（{cn_date(decided_on)}）早于合法性审核的意见（{cn_date(reviewed_on)}）。",
        "未经合法性审核不得提请集体审议，请核对这两个日期。",
        Place.STEPS,
    )


def _bad_result(steps: Sequence[Step], kind: StepKind, place: Place) -> Iterator[Obstacle]:
    step = _of(steps, kind)
    result = step.result.strip().rstrip("。") if step else ""
    if _BAD_RESULTS[kind].match(result):
        yield Obstacle(f"{STEP_WORDS[kind]}的结果是“{result}”。", "请修改后重新办理，再登记新的结果。", place)


def _of(steps: Iterable[Step], kind: StepKind) -> Step | None:
    return next((step for step in steps if step.kind is kind), None)
