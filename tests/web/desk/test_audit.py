"""The page of the audit lines."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.actions.office.edit_settings import edit_settings
from registry.domain.audit import ACTS
from registry.domain.roles import OPERATOR
from registry.storage import audit
from registry.storage.engine import Store, reading, transaction
from registry.web.desk.audit_words import FIELD_WORDS, told
from tests.building.filings import submitted_filing
from tests.cast import NOW
from tests.journeys.paperwork import text_of

SignIn = Callable[[str], FlaskClient]


def test_a_line_is_told_in_the_offices_words(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    text = sign_in("auditor").get("/desk/audit/").text
    for words in (
        "办理备案",
        "步骤：报送备案；之前：待报送；之后：已报送",
        f"/desk/filings/{filing_id}",
        "2026年3月5日 10:00",
    ):
        assert words in text
    with reading(store) as session:
        assert audit.head(session) in text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("act=move_filing", True),
        ("act=register_document", False),
        ("act=nonsense", True),
        ("subject=filing:1", True),
        ("subject=filing", True),
        ("subject=备案1", True),
        ("subject=备案", True),
        ("subject=备案11", False),
        ("subject=filing:11", False),
        ("actor=命令行", True),
        ("actor=陈经办", False),
        ("from_on=2026-03-05&until_on=2026-03-05", True),
        ("until_on=2026-03-04", False),
        ("from_on=2026-03-06", False),
        ("from_on=nonsense", True),
    ],
)
def test_the_lines_are_narrowed(sign_in: SignIn, store: Store, query: str, is_found: bool) -> None:
    submitted_filing(store)
    text = sign_in("auditor").get(f"/desk/audit/?{query}").text
    assert ("步骤：报送备案" in text) is is_found


@pytest.mark.parametrize(
    "subject",
    ["issue_register", "registry", "laws", "document:1", "intake:1", "authority:2", "check_rule:F1"],
)
def test_what_an_act_is_about_has_its_word(sign_in: SignIn, store: Store, subject: str) -> None:
    with transaction(store) as session:
        audit.record(session, NOW, "某人", "mark_issue_entries", subject, titles=["甲"], reason="乙")
    assert subject.partition(":")[0] not in text_of(sign_in("auditor").get("/desk/audit/"))


def test_every_recorded_field_has_its_word() -> None:
    assert not {field for _, fields in ACTS.values() for field in fields} - FIELD_WORDS.keys()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"doubt": "no_published_on", "reason": "原件未载"}, "待核事项：缺公布日期；理由：原件未载"),
        ({"columns": {"事由": "title", "柜号": "", "序": "ignored"}}, "列的含义：事由—标题，柜号—记入备注，序—不导入"),
        ({"changes": {"name": ["甲局", "乙局"], "renamed_on": ["", "2026-03-01"]}},
         "改动：名称：甲局 → 乙局，更名日期：（空） → 2026-03-01"),
        ({"changes": {"kind": ["department", "office"]}}, "改动：类别：政府部门 → 政府办公室"),
        ({"outcomes": {"1": "retain", "2": "retain", "3": "repeal"}}, "清理意见：继续有效2件，废止1件"),
        ({"moved": {"documents": 2, "filings": 1}}, "移转：文件2，备案1"),
        ({"moved": ["甲局：文件2件", "乙局：文件1件"], "kind": "split"}, "移转：甲局：文件2件、乙局：文件1件；种类：拆分"),
    ],
)  # fmt: skip
def test_what_was_recorded_is_told_without_our_own_words(fields: dict[str, object], words: str) -> None:
    assert told(fields) == words


def test_long_lines_are_cut_and_nothing_recorded_is_run(sign_in: SignIn, store: Store) -> None:
    edit_settings(store, OPERATOR, {"office_name": "<script>alert(1)</script>"}, now=NOW)
    assert "<script>alert(1)" not in sign_in("auditor").get("/desk/audit/").text


def test_who_may_look(sign_in: SignIn) -> None:
    for name, status in (("lead", 200), ("admin", 200), ("auditor", 200), ("clerk", 403), ("drafter", 403)):
        assert sign_in(name).get("/desk/audit/").status_code == status


def test_the_export_holds_the_entries_as_filtered_with_their_hashes(
    sign_in: Callable[[str], FlaskClient],
) -> None:
    lead = sign_in("lead")
    lines = lead.get("/desk/audit/export.csv?act=sign_in").data.decode("utf-8-sig").splitlines()
    assert lines[0] == "序号,时间,经办人,事项,对象,内容,校验值"
    assert len(lines) > 1
    assert all(",登录," in line and len(line.rpartition(",")[2]) == 64 for line in lines[1:])
    assert lead.get("/desk/audit/export.xlsx").data.startswith(b"PK")
    assert sign_in("clerk").get("/desk/audit/export.csv").status_code == 403
