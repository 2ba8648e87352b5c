"""Make a paper of the filer (备案报告, 起草说明): as a draft for Word, or kept and handed in as a material at once."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.filings.add_materials import hand_in
from registry.actions.filings.filer_facts import Words, check_whole, filer_facts, known_words
from registry.actions.papers.keep_paper import draw_sample, keep_paper
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.filings import CONCLUDED, STATE_WORDS
from registry.domain.instants import day_of
from registry.domain.papers.filer import kind_of_material
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage.documents.locks import lock_document
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.filing_materials import slots
from registry.storage.filings import Filing
from registry.storage.papers import Paper, last_paper


def draft_filer_paper(
    store: Store, actor: Actor, filing_id: int, kind: PaperKind, words: Words | None, on: date
) -> bytes:
    """The .docx of the paper as far as it is known, with lines to fill; nothing is kept. `words` None: the register's.

    Raises Refusal, Denied and Hidden.
    """
    with reading(store) as session:
        filing = session.get(Filing, filing_id)
        if filing is None:
            raise Refusal("该备案事项不存在。")
        require(actor, Permission.SUBMIT_FILING, [filing.authority_id])
        facts = filer_facts(session, filing, words or known_words(session, filing, kind))
        return draw_sample(session, kind, facts, on)


def hand_in_paper(
    store: Store,
    actor: Actor,
    filing_id: int,
    kind: PaperKind,
    words: Words,
    *,
    signed_on: date,
    because: str = "",
    now: datetime,
) -> Paper:
    """The paper, kept, and handed in as the material of its filing. A later paper of the kind replaces the earlier.

    Raises Refusal where a place is left to fill, for a concluded filing, and for a second paper without a reason.
    """
    with transaction(store) as session:
        filing = session.get(Filing, filing_id)
        if filing is None:
            raise Refusal("该备案事项不存在。")
        require(actor, Permission.SUBMIT_FILING, [filing.authority_id])
        lock_document(session, filing.document_id)
        session.refresh(filing)
        if filing.is_historic or filing.state in CONCLUDED:
            raise Refusal(f"这件备案{STATE_WORDS[filing.state]}，已经办结，不能再增加材料。")
        _check_day(filing, signed_on, day_of(now))
        facts = filer_facts(session, filing, words)
        check_whole(session, kind, facts, signed_on)
        earlier = last_paper(session, kind, filing_id)
        if earlier and not because.strip():
            raise Refusal(
                f"这件备案已有{cn_date(earlier.signed_on)}的{kind.word}。要重新制作的，请写明原因；"
                "新的一份替代它，原来的留存。",
                "because",
            )
        paper = keep_paper(
            session,
            actor.name,
            kind,
            facts,
            signed_on=signed_on,
            replaces=earlier,
            because=because.strip() if earlier else "",
            now=now,
        )
        content = paper.docx or b""
        material = _material(session, filing, kind)
        name = f"{kind.word}（{quoted(facts.about)}）.docx"
        file = KeptFile(keep_bytes(store, content), name, len(content), "material", material)
        for sentence in hand_in(session, actor, filing_id, [file], now):
            raise Refusal(sentence)
        return paper


def _check_day(filing: Filing, signed_on: date, today: date) -> None:
    if signed_on > today:
        raise Refusal(f"成文日期{cn_date(signed_on)}晚于今天（{cn_date(today)}），请核对。", "signed_on")
    if filing.start_on and signed_on < filing.start_on:
        raise Refusal(
            f"成文日期{cn_date(signed_on)}早于文件公布的日期（{cn_date(filing.start_on)}），请核对。",
            "signed_on",
        )


def _material(session: Session, filing: Filing, kind: PaperKind) -> str:
    """The name by which the rules of the filing ask for the paper."""
    names = (slot.material for slot in slots(session, filing))
    return next((name for name in names if kind_of_material(name) is kind), kind.word)
