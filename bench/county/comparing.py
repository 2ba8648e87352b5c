"""What the register holds against what the oracle says: deadlines and notices, and every difference with its story."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from bench.county.accidents import ADDRESS, SMTP
from bench.county.facts import Told
from bench.county.story import Story
from registry.delivery.mail import message_id
from registry.domain.deliveries import Channel, DeliveryState
from registry.storage.deliveries import Delivery
from registry.storage.engine import reading
from registry.storage.notices import Notice

_STANDS = ("waiting", "told")
_AS_TOLD = dict.fromkeys(("pending", "sent", "inbox", "failed"), "stands")
_COLUMNS = (
    "kind", "subject", "subject_id", "user_id", "due_on", "threshold", "created_at", "state", "outcome",
)  # fmt: skip
_REASONS = {
    "账号已停用": "off",
    "原提醒作废": "moved",
    "无需提醒": "closed",
    "无需再通知": "done",
    "原先无人接收": "given",
    "已停用或调离": "gone",
}
Row = tuple[str, str, int, int | None, date | None, str, date, str]
"""kind, subject, its number, person, due day, threshold (none for what happened), day made, what came of it"""


def deadlines_that_differ(story: Story, today: date) -> Iterator[str]:
    """A sentence for each passage touched today whose state or days are not the oracle's."""
    stored = story.hands.deadlines(sorted(story.changed)) if story.changed else {}
    for passage_id in sorted(story.changed):
        passage = story.oracle.passages[passage_id]
        owed = (passage.state, passage.due, passage.step_due)
        if stored.get(passage_id) != owed:
            yield (
                f"{today}: filing {passage_id}: the register says {_words(stored.get(passage_id))}, "
                f"the oracle {_words(owed)}\n{_moves(story, passage_id)}"
            )


def notices_that_differ(story: Story) -> Iterator[str]:
    """A sentence for each notice that is missing, that nobody was owed, or that came to another end."""
    owed: Counter[Row] = Counter(_row(told) for told in all_told(story))
    stored = Counter(_stored(story))
    both = defaultdict(lambda: ([], []))  # type: ignore[var-annotated]
    for row in (owed - stored).elements():
        both[row[:6]][0].append(row)
    for row in (stored - owed).elements():
        both[row[:6]][1].append(row)
    for row, (by_oracle, by_register) in sorted(both.items(), key=lambda pair: _first_day(pair[1])):
        kind, subject, subject_id, person, due, label = row
        who = story.oracle.staff.people.get(person or 0)
        moves = f"\n{_moves(story, subject_id)}" if subject == "filing" else ""
        yield (
            f"{_first_day((by_oracle, by_register))}: {kind} {label} of {subject} {subject_id}, due {due}, to {who}: "
            f"the register says {_ends(by_register)}, the oracle {_ends(by_oracle)}{moves}"
        )


def letters_that_differ(story: Story) -> Iterator[str]:
    """A sentence for each letter that is said to be sent and was not taken, or that still waits in the end."""
    taken = story.post.counts()
    query = sa.select(Delivery, Notice).join(Notice, col(Notice.id) == col(Delivery.notice_id))
    with reading(story.store) as session:
        rows = session.execute(query.where(col(Delivery.channel) == Channel.MAIL)).all()
    for delivery, notice in rows:
        number = message_id(notice.key, ADDRESS, SMTP.sender)
        is_lost = delivery.state is DeliveryState.SENT and not taken[number]
        if is_lost or delivery.state in (DeliveryState.PENDING, DeliveryState.FAILED):
            yield f"{notice.key}: its letter is {delivery.state}, taken {taken[number]} times: {delivery.outcome}"


def notice_counts(story: Story) -> Counter[str]:
    """How many notices the register holds, by what came of them."""
    return Counter(row[7] for row in _stored(story))


def all_told(story: Story) -> list[Told]:
    """Every notice that the oracle says was owed."""
    notebook = story.oracle.notebook
    return [*notebook.reminders.values(), *(told for had in notebook.events for told in had.values())]


def _row(told: Told) -> Row:
    end = "stands" if told.state in _STANDS else told.state
    return (
        told.kind, told.subject, told.subject_id, told.person, told.due, told.label, told.made_on,
        f"{end} {told.why}".strip(),
    )  # fmt: skip


def _stored(story: Story) -> Iterator[Row]:
    with reading(story.store) as session:
        rows = session.execute(sa.select(*(getattr(Notice, name) for name in _COLUMNS))).all()
    for kind, subject, subject_id, person, due, threshold, created_at, state, outcome in rows:
        is_reminder = kind.endswith(("_due", "_overdue"))
        made_on = (created_at + timedelta(hours=8)).date()
        end = _AS_TOLD.get(state, state)
        if state == "cancelled":
            end = f"{end} {_why(outcome)}"
        yield kind, subject, subject_id, person, due, threshold if is_reminder else "", made_on, end


def _why(outcome: str) -> str:
    """The reason of a cancellation in the oracle's word."""
    return next((word for sentence, word in _REASONS.items() if sentence in outcome), outcome)


def _words(stored: tuple[str, date | None, date | None] | None) -> str:
    if stored is None:
        return "nothing"
    state, due, step_due = stored
    return f"{state}, due {due}, this step by {step_due}"


def _moves(story: Story, passage_id: int) -> str:
    passage = story.oracle.passages[passage_id]
    paper = story.oracle.papers[passage.paper]
    lines = [f"    published {paper.published}, entered {paper.entered_on}, authority {passage.authority}"]
    lines += [f"    {step.move} on {step.on}, typed {step.typed_on}" for step in passage.steps]
    return "\n".join(lines)


def _ends(rows: list[Row]) -> str:
    return ", ".join(f"made {row[6]}, {row[7]}" for row in rows) or "none"


def _first_day(rows: tuple[list[Row], list[Row]]) -> date:
    return min(row[6] for part in rows for row in part)
