"""Save what a person wrote over the drafted text of a bulletin or a report; what is as drafted follows the numbers."""

from collections.abc import Mapping
from datetime import datetime

from registry.actions.figures.drafting import digest, drafted_texts
from registry.domain.day_ranges import read_period
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.normal import lines_of
from registry.domain.papers.figures import PARTS, RULES
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters
from registry.storage.engine import Store, reading, transaction
from registry.storage.paper_drafts import PaperDraft, draft_of


def save_draft(
    store: Store,
    actor: Actor,
    kind: PaperKind,
    subject: str,
    texts: Mapping[str, str],
    *,
    version: int,
    seen: str,
    now: datetime,
) -> None:
    """Keeps the texts that differ from the drafted ones; an empty text takes the drafted one again.

    Raises Refusal for a text that is too long, when somebody else saved since `version` (0: nobody ever did), and when
    the drafted text is no longer the one that was `seen` (its digest): old numbers would pass for typed ones. It is
    drafted before the transaction; what moves in between is seen when the paper is made, from the text kept beside.
    """
    require(actor, RULES[kind].permission or Permission.EXAMINE_FILING)
    for part in PARTS[kind]:
        text = texts.get(part.name, "")
        if len(text) > part.longest:
            raise Refusal(f"“{part.name}”有{len(text)}字，最多{part.longest}字，请精简。", part.name)
        if part.is_line and "\n" in text.strip():
            raise Refusal(f"“{part.name}”只能写一行。", part.name)
    days = read_period(subject)
    with reading(store) as session:
        drafted = drafted_texts(session, kind, subject, day_of(now))
    if digest(drafted) != seen:
        raise Refusal("您打开本页以后，登记簿的数字有变化。请复制您写的文字，刷新页面，核对后再保存。")
    typed = {
        name: text for name in drafted if (text := _lines(texts.get(name, ""))) and text != drafted[name]
    }
    with transaction(store) as session:
        counters.hold(session, f"draft-{kind.value}-{days.code}")  # whoever saves the draft now ends first
        draft = draft_of(session, kind, days.code)
        if (draft.version if draft else 0) != version:
            raise Refusal("您打开本页以后，别人保存过这份草稿。请复制您写的文字，刷新页面，合并后再保存。")
        if draft is None:
            draft = PaperDraft(kind=kind, subject=days.code, version=0, saved_at=now)
        draft.typed, draft.drafted = typed, drafted
        draft.version, draft.saved_at, draft.saved_by = version + 1, now, actor.name
        session.add(draft)
        audit.record(
            session,
            now,
            actor.name,
            "draft_paper",
            f"figures:{days.code}",
            kind=kind.value,
            about=days.words,
            typed=sorted(typed),
        )


def _lines(text: str) -> str:
    """The paragraphs of a text, each on a line, without empty ones."""
    return "\n".join(lines_of(text))
