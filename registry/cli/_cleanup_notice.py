"""cleanup notice, prepare: who is told of a round, and an authority's first round of its own."""

from datetime import datetime
from typing import Any

import click

from registry import clock
from registry.actions.cleanups.asking import answering_people
from registry.actions.cleanups.prepare_round import prepare_own_round
from registry.actions.cleanups.tell_round import tell_round
from registry.cli._naming import find_authority, find_round
from registry.cli.context import DAY, with_store
from registry.cli.printing import emit
from registry.domain.notices import NOTICE_WORDS, NoticeKind
from registry.domain.roles import OPERATOR
from registry.domain.written_days import cn_date
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import waiting_answers
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.cleanups.told import notices_of_round
from registry.storage.engine import Store, reading
from registry.storage.people import contacts_by_authority


@click.command()
@click.argument("round_words", metavar="ROUND")
@click.option("--send", is_flag=True, help="补发：还没有收到开展通知的，现在通知。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def notice(store: Store, round_words: str, send: bool, as_json: bool) -> None:
    """一轮清理通知了谁、结果如何，还有哪些机关要报送。"""
    round_id = find_round(store, round_words)
    n_sent = tell_round(store, OPERATOR, round_id, now=clock.now()) if send else 0
    with reading(store) as session:
        cleanup = session.get_one(CleanupRound, round_id)
        contacts = contacts_by_authority(session)
        waiting: list[dict[str, Any]] = []
        for authority_id, n_documents in waiting_answers(session, round_id).items():
            authority = session.get_one(Authority, authority_id)
            people, _ = answering_people(session, authority, contacts.get(authority_id, []))
            names = [person.name for person in people]
            waiting.append(
                {"id": authority_id, "name": authority.name, "n_documents": n_documents, "people": names}
            )
        told: list[dict[str, Any]] = [
            {
                "kind": message.kind,
                "authority": message.facts.get("authority", ""),
                "to": person.name if person else "",
                "due_on": message.due_on,
                "threshold": message.threshold,
                "state": message.state,
                "queued_at": message.created_at,
                "sent_at": message.sent_at,
            }
            for message, person in notices_of_round(session, round_id)
        ]
    if as_json:
        due_on = cleanup.answers_due_on
        emit({"round": round_id, "due_on": due_on, "n_sent": n_sent, "waiting": waiting, "notices": told})
        return
    due = f"，期限{cn_date(cleanup.answers_due_on)}" if cleanup.answers_due_on else ""
    click.echo(f"“{cleanup.name}”还有{len(waiting)}个机关没有报齐{due}。")
    for row in waiting:
        to = "、".join(row["people"]) or "没有在用的联络员"
        click.echo(f"    {row['name']}　{row['n_documents']}件　{to}")
    click.echo(f"已生成{len(told)}条通知{f'（本次补发{n_sent}条）' if send else ''}：")
    for line in told:
        word = NOTICE_WORDS[NoticeKind(line["kind"])]
        click.echo(f"    {word}　{line['authority']}　{line['to'] or '无人接收'}　{line['state']}")


@click.command()
@click.argument("authority")
@click.option("--due-on", type=DAY, required=True, help="该机关第一次定期清理应于何日前完成。")
@with_store
def prepare(store: Store, authority: str, due_on: datetime) -> None:
    """为一个制定机关准备第一次自己的定期清理（草稿）。"""
    with reading(store) as session:
        owner_id = find_authority(session, authority)
    round_id = prepare_own_round(store, OPERATOR, owner_id, due_on.date(), now=clock.now())
    click.echo(f"已准备第{round_id}轮清理的草稿，请核对后开展。")
