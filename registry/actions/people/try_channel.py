"""Send a message to oneself by a channel, to see whether it arrives."""

from datetime import datetime

from registry.delivery.errors import DeliveryError
from registry.delivery.hooks import Post, delivery_id, send_hook
from registry.delivery.mail import Smtp, message_id, send
from registry.delivery.messages import Message
from registry.domain.deliveries import Channel
from registry.domain.errors import Denied, Refusal
from registry.domain.instants import SHANGHAI
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, reading
from registry.storage.office import is_demonstration, setting
from registry.storage.people import User
from registry.storage.preferences import hooks_of

_SUBJECT = "试发：规范性文件备案与清理登记系统的通知能送到这里"


def try_channel(
    store: Store,
    actor: Actor,
    channel: Channel,
    *,
    public_url: str,
    smtp: Smtp | None,
    may_be_private: bool,
    now: datetime,
) -> str:
    """What the server answered, in words. Raises Refusal with the reason when the message was not taken."""
    require(actor, Permission.READ_OWN)
    if actor.user_id is None:
        raise Denied("通知方式保存在个人名下，请用自己的用户名登录后再试。")
    with reading(store) as session:
        if is_demonstration(session):
            raise Refusal("演示系统不向外发送任何消息，这里只能看，不能试发。")
        if because := setting(session, "sending_paused_because"):
            raise Refusal(f"发送已暂停，现在不能试发：{because}")
        person, hook = session.get_one(User, actor.user_id), hooks_of(session, actor.user_id).get(channel)
    key = f"try:{person.id}:{now.isoformat()}"
    try:
        if channel is Channel.MAIL:
            return _mail(person, smtp, message_id(key, public_url, smtp.sender if smtp else ""), now)
        if hook is None:
            raise Refusal(f"还没有保存{channel.words}的地址，请先填写并保存。")
        message = _post(delivery_id(key, channel, public_url), public_url, now)
        answer = send_hook(channel, hook.url, hook.secret, message, now, may_be_private=may_be_private)
        return f"{channel.words}已接收（{answer}）。"
    except DeliveryError as error:
        raise Refusal(f"{channel.words}没有发出：{error.sentence}") from error


def _mail(person: User, smtp: Smtp | None, identity: str, now: datetime) -> str:
    if smtp is None:
        raise Refusal("本系统没有设置邮件服务器，邮件发不出去；请联系系统维护人员。")
    if not person.email:
        raise Refusal("您的账号没有登记电子邮箱，请联系系统管理员补登。")
    text = f"{_SUBJECT}。\n\n这是您在“通知方式”中要求试发的一封邮件，无需办理。\n"
    send(smtp, person.email, Message(_SUBJECT, text), identity, now)
    return f"邮件服务器已接收，发往{person.email}。"


def _post(identity: str, public_url: str, now: datetime) -> Post:
    url = f"{public_url}/account/channels"
    at = now.astimezone(SHANGHAI)
    brief = f"**{_SUBJECT}**\n{at:%Y-%m-%d %H:%M}由本人在“通知方式”中试发，无需办理。\n[查看通知方式]({url})"
    return Post(identity, 0, "try", "试发", _SUBJECT, brief, url, {})
