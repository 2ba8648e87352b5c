"""Choosing how one is told: what is kept, what is refused, and what the audit is told."""

from datetime import datetime

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from registry.actions.people.choose_channels import Choice, choose_channels
from registry.domain.deliveries import Channel, Reach
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import OPERATOR, VISITOR, Actor
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading
from registry.storage.people import User
from registry.storage.preferences import hooks_of, preference_of, reach_of
from tests.cast import Cast

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"
WEBHOOK = "https://oa.example.gov.cn/hooks/geheim"


def choose(store: Store, actor: Actor, now: datetime, **values: object) -> None:
    usual: dict[str, object] = {"wants_mail": True, "digest_hour": None}
    choose_channels(store, actor, Choice(**{**usual, **values}), may_be_private=False, now=now)  # type: ignore[arg-type]


def test_who_chose_nothing_gets_mail(store: Store, cast: Cast) -> None:
    with reading(store) as session:
        person = session.get_one(User, cast.drafter.user_id)
        assert reach_of(session, person, has_mail_server=True) == Reach(has_mail=True)
        assert reach_of(session, person, has_mail_server=False) == Reach()


def test_a_choice_is_kept_and_the_audit_learns_no_key(store: Store, cast: Cast, now: datetime) -> None:
    urls = {Channel.WECOM: WECOM, Channel.WEBHOOK: WEBHOOK}
    choose(store, cast.drafter, now, digest_hour=8, urls=urls)
    with reading(store) as session:
        hooks = hooks_of(session, cast.drafter.user_id or 0)
        assert {hook.url for hook in hooks.values()} == {WECOM, WEBHOOK}
        assert len(hooks[Channel.WEBHOOK].secret) >= 32
        assert preference_of(session, cast.drafter.user_id or 0).digest_hour == 8
        assert not hooks_of(session, cast.stranger.user_id or 0)
        entry = session.get_one(AuditEntry, _last(session))
    assert entry.act == "choose_channels"
    assert entry.fields["changes"]["wecom"] == ["", "qyapi.weixin.qq.com"]
    assert "geheim" not in str(entry.fields)


def test_a_webhook_keeps_its_secret_until_its_address_changes(
    store: Store, cast: Cast, now: datetime
) -> None:
    secrets = []
    for url in (WEBHOOK, WEBHOOK, f"{WEBHOOK}2", ""):
        choose(store, cast.drafter, now, urls={Channel.WEBHOOK: url})
        with reading(store) as session:
            hook = hooks_of(session, cast.drafter.user_id or 0).get(Channel.WEBHOOK)
        secrets.append(hook.secret if hook else "")
    assert secrets[0] == secrets[1] != secrets[2]
    assert secrets[3] == ""


def test_what_did_not_change_is_not_audited(store: Store, cast: Cast, now: datetime) -> None:
    choose(store, cast.drafter, now, urls={Channel.WECOM: WECOM})
    with reading(store) as session:
        before = _last(session)
    choose(store, cast.drafter, now, urls={Channel.WECOM: WECOM})
    with reading(store) as session:
        assert _last(session) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"digest_hour": 24}, "digest_hour"),
        ({"digest_hour": 8, "wants_mail": False}, "digest_hour"),
        ({"dingtalk_secret": "SEC1"}, "dingtalk_url"),
        ({"dingtalk_secret": "密钥"}, "dingtalk_secret"),
        ({"urls": {Channel.WEBHOOK: "https://169.254.169.254/latest"}}, "webhook_url"),
        ({"urls": {Channel.WECOM: WEBHOOK}}, "wecom_url"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(
    store: Store, cast: Cast, now: datetime, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        choose(store, cast.drafter, now, **values)
    assert refused.value.field == field
    with reading(store) as session:
        assert not hooks_of(session, cast.drafter.user_id or 0)


def test_only_a_person_chooses(store: Store, now: datetime) -> None:
    for actor in (VISITOR, OPERATOR):
        with pytest.raises(Denied):
            choose(store, actor, now)


def _last(session: Session) -> int:
    return session.exec(select(func.max(AuditEntry.seq))).one() or 0
