"""An amended document for tests: its act, its event, and the text that the amendment left."""

from datetime import date
from typing import Any

from registry.actions.documents.add_amended_text import add_amended_text
from registry.actions.documents.record_event import record_event
from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.engine import Store
from registry.storage.files import KeptFile, keep_bytes
from tests.building.documents import register_old
from tests.cast import NOW

AMENDED_ON = date(2024, 5, 1)
FIRST_TEXT = "第四条 犬只应当系绳。\n第五条 养犬应当登记。\n第七条 登记费三十元。"
AMENDED_TEXT = FIRST_TEXT.replace("养犬应当登记", "养犬应当每年登记").replace("三十元", "免收")


def register_dogs(store: Store, **fields: Any) -> int:
    """Registers the document that acts amend, and returns its id."""
    return register_old(store, "示范区养犬管理办法", doc_no="示政规〔2020〕7号", text=FIRST_TEXT, **fields)


def register_act(store: Store, n: int = 1, **fields: Any) -> int:
    """Registers the n-th amending act, in force from AMENDED_ON, and returns its id."""
    dates = Dates(published_on=date(2024, 4, 1), effective_on=AMENDED_ON)
    text = "一、将第五条修改为：“养犬应当每年登记。”\n二、第七条中的“三十元”修改为“免收”。"
    values = {"dates": dates, "doc_no": f"示政规〔2024〕{n}号", "text": text, **fields}
    return register_old(store, f"示范区关于修改养犬管理办法的决定之{n}", **values)


def amend(store: Store, document_id: int, act_id: int | None = None, **fields: Any) -> int:
    """Records that the act amended articles 5 and 7 from AMENDED_ON, unless told otherwise; the event's id."""
    values: dict[str, Any] = {
        "effective_on": AMENDED_ON,
        "source": "《关于修改养犬管理办法的决定》",
        "articles": "第五条、第七条",
        "now": NOW,
        **fields,
    }
    kind = values.pop("kind", EventKind.AMENDED)
    return record_event(store, OPERATOR, document_id, kind, by_document_id=act_id, **values)


def upload(store: Store, event_id: int, text: str = AMENDED_TEXT, name: str = "修改后.txt") -> int:
    """Uploads the text as the amendment left it; the id of the version."""
    content = text.encode()
    file = KeptFile(keep_bytes(store, content), name, len(content), "amended")
    return add_amended_text(store, OPERATOR, event_id, file, text=text, now=NOW)
