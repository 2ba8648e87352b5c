"""A register in which much must not be seen: everything the public may not read carries the word KEPT."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.release_round import ReleaseFacts, release_round
from registry.actions.documents.attach_file import attach_file
from registry.actions.documents.record_event import record_event
from registry.actions.documents.relate_documents import relate_documents
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates, Disclosure, RelationKind, Step, StepKind
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.search.index import follow
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.filings import filings_of
from registry.web.limits import limiter
from tests.building.documents import register, register_old, register_secret
from tests.building.prepared_registers import Prepare
from tests.building.rounds import decide, start_round
from tests.cast import NOW, Cast

KEPT = "keptback"
NUMBER = "示保〔2024〕99017号"
HIDDEN_TITLE = f"示范区{KEPT}应急储备办法"
LONG_AGO = Dates(signed_on=date(2020, 4, 1), published_on=date(2020, 5, 1), effective_on=date(2020, 6, 1))


class Register:
    """The ids of what was built: `shown` and `ended` are public, `hidden` are not."""

    store: Store

    def __init__(self, store: Store, cast: Cast) -> None:
        self.shown = register_old(
            store,
            "示范区停车管理办法",
            doc_no="示农〔2020〕3号",
            dates=LONG_AGO,
            text="第一章 总则\n第一条 为了规范停车，制定本办法。\n第二条 停车应当有序。",
            note=f"{KEPT}备注",
            source=f"{KEPT}来源",
            local_serial=f"{KEPT}-1",
            steps=(Step(StepKind.LEGALITY_REVIEW, date(2020, 4, 2), f"{KEPT}法制科", f"{KEPT}意见"),),
        )
        self.ended = register_old(
            store, "示范区旧渔业办法", doc_no="示农〔2020〕4号", dates=LONG_AGO, text="渔业一条。"
        )
        self.hidden = self._hide(store, cast)
        self._tie(store)
        self.public_file, self.hidden_files = self._attach(store, cast)
        self.release = self._release(store)
        follow(store)

    def _hide(self, store: Store, cast: Cast) -> list[int]:
        closed = [
            register_old(
                store,
                HIDDEN_TITLE if disclosure is Disclosure.WITHHELD else f"示范区{KEPT}{disclosure}办法",
                doc_no=NUMBER if disclosure is Disclosure.WITHHELD else "",
                dates=LONG_AGO,
                disclosure=disclosure,
                text=f"第一条 停车 {KEPT}正文。",
            )
            for disclosure in (Disclosure.WITHHELD, Disclosure.ON_REQUEST)
        ]
        draft = register_old(
            store, f"示范区{KEPT}停车草案", is_published=False, dates=Dates(), text=f"停车 {KEPT}草案正文。"
        )
        return [*closed, draft, register_secret(store, f"{KEPT}-密-1")]

    def _tie(self, store: Store) -> None:
        withheld, on_request, draft, _ = self.hidden
        for document_id, other in ((self.shown, withheld), (on_request, self.shown), (draft, self.ended)):
            relate_documents(
                store,
                OPERATOR,
                document_id,
                RelationKind.BASED_ON,
                other_id=other,
                clause=f"{KEPT}条",
                now=NOW,
            )
        for words in (f"《{HIDDEN_TITLE}》", f"有关文件（{NUMBER}）", "《中华人民共和国道路交通安全法》"):
            relate_documents(
                store, OPERATOR, self.shown, RelationKind.BASED_ON, other_text=words, clause=KEPT, now=NOW
            )
        relate_documents(
            store, OPERATOR, self.shown, RelationKind.IMPLEMENTS, other_id=self.ended, clause=KEPT, now=NOW
        )
        for kind, by in ((EventKind.SUSPENDED, withheld), (EventKind.RESUMED, None)):
            record_event(
                store,
                OPERATOR,
                self.shown,
                kind,
                effective_on=date(2021, 1, 1) if by else date(2021, 2, 1),
                source=f"《{HIDDEN_TITLE}》（{NUMBER}）",
                by_document_id=by,
                now=NOW,
            )

    def _attach(self, store: Store, cast: Cast) -> tuple[int, list[tuple[int, int]]]:
        def attach(document_id: int, name: str, role: str, filing_id: int | None = None) -> int:
            content = f"{name}的内容".encode()
            file = KeptFile(keep_bytes(store, content), name, len(content), role)
            return attach_file(store, OPERATOR, document_id, file, filing_id=filing_id, now=NOW)

        public = attach(self.shown, "停车管理办法.txt", "text")
        kept = [
            (self.shown, attach(self.shown, f"{KEPT}{role}.txt", role)) for role in ("evidence", "internal")
        ]
        for document_id in self.hidden[:3]:
            kept += [
                (document_id, attach(document_id, f"{KEPT}{document_id}{role}.txt", role))
                for role in ("text", "annex")
            ]
        self.filed = register(store, cast.clerk, NOW)
        with reading(store) as session:
            filing_id = filings_of(session, self.filed)[0].id
        kept.append((self.filed, attach(self.filed, f"{KEPT}备案报告.txt", "text", filing_id)))
        return public, kept

    def _release(self, store: Store) -> int:
        withheld, on_request, _, secret = self.hidden
        round_id = start_round(store)
        decide(store, round_id, {self.shown: Outcome.RETAIN}, "")
        decide(store, round_id, {self.ended: Outcome.REPEAL}, "渔业管理已有新规定")
        decide(store, round_id, {withheld: Outcome.REPEAL, on_request: Outcome.LAPSE}, f"{KEPT}理由")
        decide(store, round_id, {secret: Outcome.RETAIN}, f"{KEPT}理由")
        with reading(store) as session:
            findings = check_round(session, round_id, date(2026, 3, 5))
        for finding in findings:
            accept_finding(store, OPERATOR, round_id, finding.id, f"{KEPT}接受的理由", now=NOW)
        facts = ReleaseFacts(date(2026, 2, 27), date(2026, 3, 5), "区政府第3次常务会议")
        return release_round(store, OPERATOR, round_id, facts, now=NOW)


def plain(content: bytes) -> str:
    """What an answer says, that of a .docx or .xlsx unpacked."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        return unescape("".join(parts))


@pytest.fixture
def register_of_much(store: Store, prepared: Prepare, cast: Cast) -> Register:
    register: Register = prepared(Register, cast)
    register.store = store
    return register


@pytest.fixture
def visitor(register_of_much: Register, client: FlaskClient) -> FlaskClient:
    return client


@pytest.fixture
def app_without_limits() -> Iterator[None]:
    """Switches the limits on requests off."""
    limiter.enabled = False
    yield
    limiter.enabled = True
