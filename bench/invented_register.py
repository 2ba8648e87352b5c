"""An invented register of any size, written in bulk: the same at every making.

Documents with their bases, filings and doubts, the issue registers of all years, one large intake, and people.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.office.initialise_registry import initialise_registry
from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Disclosure, DocumentKind, RelationKind
from registry.domain.filings import Direction, FilingState, Track
from registry.domain.intakes import IntakeOptions, IntakeState, Missing, UploadedFile, Verdict
from registry.domain.normal import search_text, title_key
from registry.domain.roles import OPERATOR, Role
from registry.domain.validity import EVER, FOREVER, Status
from registry.storage.changes import touch
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentSpan,
    DocumentText,
    Relation,
)
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing
from registry.storage.intakes import Intake, IntakeRow
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.migrate import migrate
from registry.storage.people import User

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
TODAY = date(2026, 11, 22)
N_AUTHORITIES = 60
BATCH = 5_000
LOGINS = {"clerk": Role.CLERK, "contact": Role.CONTACT}
PASSWORD = "bench only, loopback only"
KINDS = (DocumentKind.NOTICE, DocumentKind.MEASURES, DocumentKind.OPINION, DocumentKind.PROVISIONS)
WORDS = (
    "停车", "公园", "绿地", "收费", "补贴", "安全", "防汛", "环境", "住房", "教育", "卫生", "养老", "旅游", "市场",
    "燃气", "消防",
)  # fmt: skip


def make(store: Store, n_documents: int) -> None:
    """Fills an empty store; the contact belongs to authority 7, and a third of the documents rest on one law."""
    migrate(store)
    initialise_registry(store, OPERATOR, tracked_from=date(2026, 1, 1), is_demonstration=False, now=NOW)
    with transaction(store) as session:
        for n in range(1, N_AUTHORITIES + 1):
            kind = AuthorityKind.GOVERNMENT if n == 1 else AuthorityKind.DEPARTMENT
            name = "示范区人民政府" if n == 1 else f"示范区第{n}局"
            insert_authority(session, name=name, kind=kind, code=f"a{n}", needs_review=False)
        secret = PasswordHasher().hash(PASSWORD)
        for login, role in LOGINS.items():
            authority_id = 7 if role is Role.CONTACT else None
            person = {"login": login, "name": login, "role": role, "authority_id": authority_id}
            session.add(User(**person, password_hash=secret, created_at=NOW))
    for start in range(1, n_documents + 1, BATCH):
        _write(store, range(start, min(start + BATCH, n_documents + 1)))
    with transaction(store) as session:
        session.execute(sa.insert(Intake), [_intake(n_documents // 4)])
        session.execute(sa.insert(IntakeRow), [_intake_row(n) for n in range(n_documents // 4)])


def _write(store: Store, ids: range) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {}
    for n in ids:
        for table, row in _rows(n):
            rows.setdefault(table, []).append(row)
    with transaction(store) as session:
        for table, values in rows.items():
            session.execute(sa.insert(table), values)
        touch(session, ids, NOW)


def _rows(n: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What the register holds of document n; every 50th has no 公布日期, every 200th is a draft."""
    dice = random.Random(n)
    published = (
        None if n % 50 == 0 else date(2006, 1, 1) + timedelta(n * 7600 // 100_000 + dice.randint(0, 25))
    )
    is_draft = n % 200 == 1
    lead = 1 if dice.random() < 0.2 else dice.randint(2, N_AUTHORITIES)
    year = published.year if published else 2020
    words = dice.sample(WORDS, 3)
    title = f"示范区{words[0]}和{words[1]}管理{dice.choice(('办法', '规定', '细则'))}（第{n}号）"
    valid_until = (
        published + timedelta(dice.choice((730, 1825, 3650))) if published and dice.random() < 0.7 else None
    )
    yield Document, {
        "id": n, "title": title, "title_key": title_key(title), "doc_no": f"示政规〔{year}〕{n}号",
        "doc_no_key": f"示政规|{year}|{n}", "duplicate_reason": "", "reg_no": f"SFQ-{year}-{n:06}",
        "index_no": f"K{n:07}", "local_serial": "", "kind": dice.choice(KINDS),
        "subject": words[2], "lead_authority_id": lead,
        "signed_on": published - timedelta(5) if published else date(2020, 1, 1), "issued_on": published,
        "published_on": None if is_draft else published, "posted_on": published, "effective_on": published,
        "valid_until": valid_until, "has_no_expiry": False,
        "disclosure": Disclosure.PUBLIC if dice.random() < 0.9 else Disclosure.WITHHELD,
        "is_published": not is_draft, "source": "", "note": "", "version": 1,
        "created_at": NOW, "updated_at": NOW - timedelta(seconds=dice.randint(0, 10**8)),
    }  # fmt: skip
    text = "\n".join(
        f"第{at}条　{'，'.join(dice.choices(WORDS, k=6))}的监督检查，适用本规定。" for at in range(1, 5)
    )
    yield DocumentText, {"document_id": n, "text": text, "normal": search_text(title, "", text)}
    yield DocumentAuthority, {"document_id": n, "authority_id": lead, "position": 0, "name_as_issued": ""}
    if n % 10 == 0:
        yield DocumentAuthority, {
            "document_id": n, "authority_id": lead % N_AUTHORITIES + 1, "position": 1, "name_as_issued": "某局",
        }  # fmt: skip
    for from_on, until_on, status in _spans(published, valid_until):
        yield DocumentSpan, {
            "document_id": n, "from_on": from_on, "until_on": until_on, "status": status, "why": "公布",
            "is_presumed": False,
        }  # fmt: skip
    if published is None:
        for doubt in ("no_published_on", "unknown_status"):
            yield DocumentDoubt, {"document_id": n, "doubt": doubt}
    if not is_draft:
        yield Filing, _filing(n, lead, published, dice)
    for entry in _lines(n, title, lead, published):
        yield IssueEntry, entry
    for relation in _bases(n, dice):
        yield Relation, relation


def _spans(published: date | None, valid_until: date | None) -> Iterator[tuple[date, date, Status]]:
    if published is None:
        yield EVER, FOREVER, Status.UNKNOWN
        return
    end = valid_until + timedelta(1) if valid_until else FOREVER
    yield EVER, published, Status.NOT_YET_EFFECTIVE
    yield published, end, Status.IN_FORCE
    if valid_until:
        yield end, FOREVER, Status.LAPSED


def _filing(n: int, lead: int, published: date | None, dice: random.Random) -> dict[str, Any]:
    """Passed, but for the newest, which are open."""
    is_open = published is not None and published > date(2026, 6, 1)
    due_on = published + timedelta(15) if published else None
    submitted = None if is_open and dice.random() < 0.5 else published
    state = FilingState.PASSED if not is_open else FilingState.SUBMITTED if submitted else FilingState.OWED
    return {
        "document_id": n, "authority_id": lead, "track": Track.GOVERNMENT, "passage": 1,
        "direction": Direction.INCOMING, "state": state, "start_on": published, "raw_due_on": due_on,
        "due_on": due_on, "working": "",
        "is_provisional": False, "calendar_versions": {}, "first_submitted_on": submitted, "submitted_on": submitted,
        "registered_on": None if is_open else published, "filing_no": None if is_open else f"示备〔{n}〕",
        "step_due_on": None, "step_working": "", "concluded_on": None if is_open else published,
        "opinion": "", "is_historic": n < 95_000, "version": 1,
    }  # fmt: skip


def _lines(n: int, title: str, lead: int, published: date | None) -> Iterator[dict[str, Any]]:
    """Every document but each 20th is on its list; of the newest tenth, as many lines again are in no register."""
    day = published or date(2020, 1, 1)
    line = {
        "authority_id": lead,
        "year": day.year,
        "issued_on": day,
        "not_normative_because": "",
        "source": "OA",
    }
    written = {"version": 1, "entered_at": NOW, "entered_by": "clerk"}
    if n % 20:
        number = {"doc_no": f"示政规〔{day.year}〕{n}号", "doc_no_key": f"示政规|{day.year}|{n}"}
        yield line | written | number | {"title": title, "title_key": title_key(title)}
    if n > 90_000:
        other = f"关于第{n}号来信的复函"
        yield (
            line | written | {"doc_no": "", "doc_no_key": None, "title": other, "title_key": title_key(other)}
        )


def _bases(n: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    """One law in three is the same; every second document rests on a registered one too."""
    law = f"示范法第{1 if dice.random() < 0.32 else dice.randint(2, 3_000)}种"
    relation = {
        "document_id": n, "kind": RelationKind.BASED_ON, "other_id": None, "other_text": f"《{law}》",
        "other_title_key": law, "other_doc_no_key": None, "is_confirmed": True, "on": None, "clause": f"根据《{law}》",
        "is_partial": False,
    }  # fmt: skip
    yield relation
    if n % 2 and n > 1:
        other = dice.randint(1, min(n - 1, 2_000))
        yield relation | {
            "other_id": other,
            "other_text": "",
            "other_title_key": "",
            "clause": "根据上级文件",
        }


def _intake(n_rows: int) -> dict[str, Any]:
    options = IntakeOptions(files=(UploadedFile("台账.xlsx", "0" * 64, 1),))
    return {
        "name": "台账.xlsx", "sha256": "0" * 64, "size": 1, "options": options, "columns": {}, "warnings": [],
        "state": IntakeState.STAGED, "n_total": n_rows, "n_read": n_rows, "n_added": n_rows,
        "n_unchanged": 0, "n_updated": 0, "n_refused": 0, "problem": "", "created_at": NOW, "created_by": "clerk",
    }  # fmt: skip


def _intake_row(n: int) -> dict[str, Any]:
    """A row like a document that is not in the register; every tenth is doubted."""
    values = {
        "title": f"示范区新增事项管理办法（第{n}件）", "doc_no": f"示新规〔2024〕{n}号", "published_on": "2024-05-06",
        "validity": "2029-05-05",
    }  # fmt: skip
    cells = {
        "file": "台账.xlsx", "sheet": "", "row": 0, "cells": {}, "values": values, "authorities": [], "problems": [],
        "text": "", "sha256": "", "size": 0, "is_forbidden": False, "has_macros": False, "relations": [], "quotes": {},
        "choices": {}, "belongs": "",
    }  # fmt: skip
    problem = {"sentence": "文号与年份不符。", "is_refusal": False, "header": "", "field": ""}
    problems = [problem] if n % 10 == 0 else []
    return {
        "intake_id": 1, "position": n, "sheet": "台账", "row": n + 2, "cells": cells, "verdict": Verdict.ADDED,
        "problems": problems, "changes": {}, "lacks": Missing.NOTHING, "document_id": None,
    }  # fmt: skip
