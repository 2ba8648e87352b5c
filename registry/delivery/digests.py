"""The words of a daily digest, plain and as HTML, drawn from the same matters."""

from collections.abc import Mapping, Sequence
from datetime import date

from registry.delivery.messages import HTML, PLAIN, Message
from registry.domain.citations import quoted
from registry.domain.days_left import days_words
from registry.domain.duties import Item, Part
from registry.domain.written_days import cn_date

MOST_ITEMS = 30


def render_digest(parts: Mapping[Part, Sequence[Item]], today: date, public_url: str) -> Message:
    """The letter of a digest, which has at least one matter."""
    counts = "，".join(part.short.format(len(items)) for part, items in parts.items())
    subject = f"{today.month}月{today.day}日汇总：{counts}"
    context = {
        "subject": subject,
        "as_of": today.isoformat(),
        "public_url": public_url,
        "path": "/desk/",
        "parts": [
            (part.words, [_told(item, today) for item in items[:MOST_ITEMS]], len(items) - MOST_ITEMS)
            for part, items in parts.items()
        ],
    }
    text, html = (
        environment.get_template(name).render(context).strip() + "\n"
        for environment, name in ((PLAIN, "_digest.txt"), (HTML, "_digest.html"))
    )
    return Message(subject, text, html)


def _told(item: Item, today: date) -> dict[str, object]:
    """What is said of a matter: its heading, its day, what happened to it, and its page."""
    duty = item.duty
    if duty is None:
        return {"heading": item.news[0], "day": "", "news": item.news[1:], "path": item.path}
    title = duty.title if duty.subject == "cleanup" else quoted(duty.title)
    authority = f"（{duty.authority}）" if duty.authority else ""
    due_on = duty.due_on
    day = f"期限{cn_date(due_on)}，{days_words((due_on - today).days)}" if due_on else ""
    return {
        "heading": f"{duty.task}：{title}{authority}",
        "day": day,
        "news": item.news,
        "path": item.path,
    }
