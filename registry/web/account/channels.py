"""How one is told: mail or a daily digest, robots, a webhook and a calendar address, each to be tried."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from registry.actions.people import choose_channels as choosing
from registry.actions.people import make_calendar as calendars
from registry.actions.people import try_channel as trying
from registry.clock import now
from registry.domain.deliveries import HOOKS, Channel
from registry.domain.errors import Denied, Refusal
from registry.domain.hook_addresses import check_hook
from registry.domain.roles import Permission
from registry.jobs.office import smtp_of
from registry.storage.engine import reading
from registry.storage.people import User
from registry.storage.preferences import Hook, Preference, hooks_of, preference_of
from registry.web.access import current_actor, current_settings, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on
from registry.web.limits import TRIALS, limiter

_TOO_LONG = Length(max=500, message="地址最多500个字符。")
_HOURS = {str(hour): f"每天{hour}点" for hour in range(24)}


class ChannelsForm(Form):
    wants_mail = BooleanField("接收邮件")
    digest_hour = SelectField("每日汇总", choices=choices(_HOURS, empty="不用汇总，有一条发一封"))
    wecom_url = StringField("企业微信机器人地址", [_TOO_LONG])
    dingtalk_url = StringField("钉钉机器人地址", [_TOO_LONG])
    dingtalk_secret = StringField("钉钉加签密钥", [Length(max=200, message="加签密钥最多200个字符。")])
    webhook_url = StringField("网络钩子地址", [_TOO_LONG])

    def validate_wecom_url(self, field: StringField) -> None:
        _check(Channel.WECOM, field)

    def validate_dingtalk_url(self, field: StringField) -> None:
        _check(Channel.DINGTALK, field)

    def validate_webhook_url(self, field: StringField) -> None:
        _check(Channel.WEBHOOK, field)


@needs(Permission.READ_OWN)
def channels() -> ResponseReturnValue:
    """POST keeps the choice of the signed-in person."""
    user, preference, hooks = _chosen()
    form = ChannelsForm(**_values(preference, hooks))
    if form.validate_on_submit():
        with refusals_on(form):
            choosing.choose_channels(
                current_store(),
                current_actor(),
                _choice(form),
                may_be_private=current_settings().webhooks_may_be_private,
                now=now(),
            )
            flash("通知方式已保存。每一种都可以先发一条试试。", "success")
            return redirect(url_for("account.channels"), 303)
    return _page(form, user, preference, hooks)


@needs(Permission.READ_OWN)
@limiter.limit(TRIALS)
def try_channel() -> ResponseReturnValue:
    """Sends a message to the person by one channel, and shows what its server answered."""
    settings = current_settings()
    channel = (
        Channel(request.form.get("channel", "")) if request.form.get("channel") in set(Channel) else None
    )
    try:
        if channel is None:
            raise Refusal("没有这种通知方式，请刷新页面后再试。")
        answer = trying.try_channel(
            current_store(),
            current_actor(),
            channel,
            public_url=settings.public_url,
            smtp=smtp_of(settings),
            may_be_private=settings.webhooks_may_be_private,
            now=now(),
        )
        flash(f"试发成功：{answer}", "success")
    except Denied:
        raise
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for("account.channels", _anchor="try"), 303)


@needs(Permission.READ_OWN)
def make_calendar() -> ResponseReturnValue:
    """Renders instead of redirecting: the address is in this response only, and stored nowhere."""
    token = calendars.make_calendar(current_store(), current_actor(), now=now())
    user, preference, hooks = _chosen()
    address = f"{current_settings().public_url}{url_for('calendar.feed', token=token)}"
    form = ChannelsForm(formdata=None, **_values(preference, hooks))
    return _page(form, user, preference, hooks, calendar_address=address)


@needs(Permission.READ_OWN)
def withdraw_calendar() -> ResponseReturnValue:
    try:
        calendars.withdraw_calendar(current_store(), current_actor(), now=now())
        flash("日历地址已停用，原地址不再能打开。", "success")
    except Denied:
        raise
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for("account.channels", _anchor="calendar"), 303)


def _check(channel: Channel, field: StringField) -> None:
    """So that everything that is wrong is told at once."""
    try:
        if field.data:
            check_hook(channel, field.data, may_be_private=current_settings().webhooks_may_be_private)
    except Refusal as refusal:
        raise ValidationError(refusal.sentence) from refusal


def _chosen() -> tuple[User, Preference, dict[Channel, Hook]]:
    user_id = current_actor().user_id or 0
    with reading(current_store()) as session:
        return session.get_one(User, user_id), preference_of(session, user_id), hooks_of(session, user_id)


def _page(
    form: ChannelsForm,
    user: User,
    preference: Preference,
    hooks: dict[Channel, Hook],
    calendar_address: str = "",
) -> ResponseReturnValue:
    has_mail = bool(user.email) and preference.wants_mail
    return form_page(
        "account/channels.html",
        form,
        user=user,
        preference=preference,
        tries=[*([Channel.MAIL] if has_mail else []), *(hook for hook in HOOKS if hook in hooks)],
        webhook=hooks.get(Channel.WEBHOOK),
        has_mail_server=bool(current_settings().smtp_host),
        calendar_address=calendar_address,
    )


def _values(preference: Preference, hooks: dict[Channel, Hook]) -> dict[str, Any]:
    hour = preference.digest_hour
    dingtalk = hooks.get(Channel.DINGTALK)
    return {
        "wants_mail": preference.wants_mail,
        "digest_hour": "" if hour is None else str(hour),
        "dingtalk_secret": dingtalk.secret if dingtalk else "",
        **{f"{channel.value}_url": hook.url for channel, hook in hooks.items()},
    }


def _choice(form: ChannelsForm) -> choosing.Choice:
    hour = form.digest_hour.data
    return choosing.Choice(
        wants_mail=bool(form.wants_mail.data),
        digest_hour=int(hour) if hour else None,
        urls={hook: form[f"{hook.value}_url"].data or "" for hook in HOOKS},
        dingtalk_secret=form.dingtalk_secret.data or "",
    )
