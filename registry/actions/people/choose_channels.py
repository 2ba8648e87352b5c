"""Choose how one is told: mail or a daily digest, and the hooks that messages are posted to."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from registry.domain.deliveries import HOOKS, Channel
from registry.domain.errors import Denied, Refusal
from registry.domain.hook_addresses import check_hook, host_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.people import User
from registry.storage.preferences import Hook, hooks_of, preference_of

_SECRET_BYTES = 24
_LONGEST_SECRET = 200


@dataclass(frozen=True)
class Choice:
    """What a person chose. `urls` has the address of each hook, "" for none; `dingtalk_secret` may be empty."""

    wants_mail: bool
    digest_hour: int | None
    urls: dict[Channel, str] = field(default_factory=dict)
    dingtalk_secret: str = ""


def choose_channels(
    store: Store, actor: Actor, choice: Choice, *, may_be_private: bool, now: datetime
) -> None:
    """Keeps the person's own choice. Raises Refusal for an address that nothing is posted to."""
    require(actor, Permission.READ_OWN)
    if actor.user_id is None:
        raise Denied("通知方式保存在个人名下，请用自己的用户名登录后再保存。")
    urls = {hook: choice.urls.get(hook, "").strip() for hook in HOOKS}
    urls = {
        hook: check_hook(hook, url, may_be_private=may_be_private) if url else ""
        for hook, url in urls.items()
    }
    secret = choice.dingtalk_secret.strip()
    _check(choice, secret, has_dingtalk=bool(urls[Channel.DINGTALK]))
    with transaction(store) as session:
        user = session.get_one(User, actor.user_id, with_for_update={"key_share": True})
        changes = _choose_mail(session, actor.user_id, choice)
        for hook, url in urls.items():
            changes |= _choose_hook(session, actor.user_id, hook, url, secret, now)
        if changes:
            audit.record(
                session,
                now,
                actor.name,
                "choose_channels",
                f"user:{user.id}",
                login=user.login,
                changes=changes,
            )


def _check(choice: Choice, secret: str, *, has_dingtalk: bool) -> None:
    if choice.digest_hour is not None and not 0 <= choice.digest_hour <= 23:
        raise Refusal("每日汇总的时间须是0到23点的整点。", "digest_hour")
    if choice.digest_hour is not None and not choice.wants_mail:
        raise Refusal("每日汇总用邮件发送，请同时勾选“接收邮件”，或者不用每日汇总。", "digest_hour")
    if len(secret) > _LONGEST_SECRET or not secret.isascii() or " " in secret:
        raise Refusal(
            "加签密钥不对，请从钉钉机器人的安全设置中整条复制，形如SEC开头的一串字符。", "dingtalk_secret"
        )
    if secret and not has_dingtalk:
        raise Refusal("填写了加签密钥，还须填写钉钉机器人的地址。", "dingtalk_url")


def _choose_mail(session: Session, user_id: int, choice: Choice) -> dict[str, list[str]]:
    """Writes the choice; returns field → [old, new] of what changed."""
    preference = preference_of(session, user_id)
    wanted = {"wants_mail": choice.wants_mail, "digest_hour": choice.digest_hour}
    changes = {}
    for name, value in wanted.items():
        before = getattr(preference, name)
        if before != value:
            changes[name] = [_said(name, before), _said(name, value)]
            setattr(preference, name, value)
    session.add(preference)
    return changes


def _choose_hook(
    session: Session, user_id: int, channel: Channel, url: str, dingtalk_secret: str, now: datetime
) -> dict[str, list[str]]:
    """Writes the hook; the audit is told its host alone, for the address is a key. A webhook gets a new secret."""
    hook = hooks_of(session, user_id).get(channel)
    secret = {Channel.DINGTALK: dingtalk_secret, Channel.WECOM: ""}.get(channel)
    if (hook.url if hook else "") == url and (hook is None or secret in (None, hook.secret)):
        return {}
    change = [host_of(hook.url) if hook else "", host_of(url)]
    if not url:
        session.delete(hook)
        return {channel.value: change}
    made = secrets.token_urlsafe(_SECRET_BYTES) if secret is None else secret
    if hook is None:
        hook = Hook(user_id=user_id, channel=channel, url=url, secret=made, changed_at=now)
    else:
        hook.url, hook.secret, hook.changed_at = url, made, now
    session.add(hook)
    return {channel.value: change}


def _said(name: str, value: int | bool | None) -> str:
    if name == "digest_hour":
        return "" if value is None else f"{value}点"
    return "是" if value else "否"
