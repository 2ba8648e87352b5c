"""Within a transaction: whether a person may make a move now, and whether the page showed the filing as it is."""

from sqlmodel import Session, col, select

from registry.domain.errors import Denied, Outdated
from registry.domain.filings import MOVE_WORDS, MOVES, PARTY_WORDS, Move
from registry.domain.instants import time_words
from registry.domain.moving import check_move, standing
from registry.domain.roles import ROLE_WORDS, Actor, Permission, require
from registry.storage.filings import Filing, FilingMove


def check_mover(session: Session, actor: Actor, filing: Filing, move: Move, version: int | None) -> None:
    """Raises Hidden for another authority's filing, Denied for another role's move, Outdated when somebody moved it,
    Refusal when the table has no such move from its state."""
    require(actor, Permission.READ_OWN, [filing.authority_id])
    check_role(actor, filing, move)
    check_fresh(session, actor, filing, move, version)
    check_move(filing.state, move, filing.direction)


def check_role(actor: Actor, filing: Filing, move: Move) -> None:
    """Raises Denied when the move is not this role's to make; it says whose it is, and who acts now."""
    rule = MOVES[move]
    if not actor.may(rule.permission):
        raise Denied(
            f"“{rule.word}”由{PARTY_WORDS[rule.by]}办理，您的角色（{ROLE_WORDS[actor.role]}）不能办理。"
            f"这件备案{standing(filing.state, filing.direction)}。"
        )


def check_fresh(session: Session, actor: Actor, filing: Filing, move: Move, version: int | None) -> None:
    """Raises Outdated when the filing was changed since the page was shown: it says what was done by whom."""
    if version is None or version == filing.version:
        return
    now = standing(filing.state, filing.direction)
    last = _last_move(session, filing)
    if last is None:
        raise Outdated(f"这件备案的登记刚有变动，{now}。您这次没有保存，请核对后再办。")
    done = f"{time_words(last.recorded_at)}“{MOVE_WORDS[last.move]}”"
    if last.by == actor.name and last.move is move:
        raise Outdated(f"您已于{done}，{now}。这次没有重复办理。", is_done=True)
    raise Outdated(
        f"这件备案在您打开页面后已有变动：最近一次是{last.by}于{done}，{now}。您这次没有保存，请核对后再办。"
    )


def _last_move(session: Session, filing: Filing) -> FilingMove | None:
    query = select(FilingMove).where(FilingMove.filing_id == filing.id)
    return session.exec(query.order_by(col(FilingMove.id).desc()).limit(1)).first()
