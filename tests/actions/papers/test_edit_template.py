"""The office's templates of papers: versions with a reason, two admins at once, and texts that no longer check."""

from datetime import datetime

import pytest

from registry.actions.papers.edit_template import edit_template, restore_template
from registry.actions.papers.keep_paper import faulty_templates, template_text
from registry.actions.papers.make_paper import make_paper
from registry.actions.papers.sample_facts import sample_facts
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import PaperKind
from registry.exports.papers.templates import shipped_text
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper, PaperTemplate, newest_templates, template_versions
from tests.building.filings import TODAY, register_filing, registered_without_paper, submitted_filing
from tests.cast import Cast

KIND = PaperKind.REGISTRATION_NOTICE
TEXT = (
    "标题：登记通知\n主送：{{制定机关}}\n\n{{文件}}已经登记，登记号为{{备案登记号}}，登记日期为{{登记日期}}。"
)


def edited(store: Store, cast: Cast, now: datetime, text: str = TEXT, version: int = 0) -> int:
    return edit_template(store, cast.admin, KIND, text, "改得短些", version=version, now=now)


def test_a_saved_template_holds_for_the_next_paper_and_the_shipped_one_comes_back(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = registered_without_paper(store)
    assert edited(store, cast, now) == 1
    paper = make_paper(store, cast.clerk, KIND, filing_id, now=now)
    assert (paper.title, paper.template_version) == ("登记通知", 1)
    assert restore_template(store, cast.admin, KIND, "照旧", version=1, now=now) == 2
    other = registered_without_paper(store, 4)
    assert make_paper(store, cast.clerk, KIND, other, now=now).template_version == 0
    with reading(store) as session:
        assert [row.text for row in template_versions(session, KIND)] == ["", TEXT]
        assert newest_templates(session)[KIND].version == 2
        assert session.get_one(Paper, paper.id).title == "登记通知"
        acts = [entry.act for entry in entries_about(session, f"paper_template:{KIND}")]
    assert sorted(acts) == ["edit_paper_template", "restore_paper_template"]


def test_the_second_of_two_admins_is_told(store: Store, cast: Cast, now: datetime) -> None:
    edited(store, cast, now)
    with pytest.raises(Refusal, match="刚被他人改过"):
        edited(store, cast, now, TEXT + "此复。")
    with pytest.raises(Refusal, match="刚被他人改过"):
        restore_template(store, cast.admin, KIND, "照旧", version=0, now=now)
    assert edited(store, cast, now, TEXT + "此复。", version=1) == 2


@pytest.mark.parametrize(
    ("text", "reason", "sentence"),
    [
        (TEXT.replace("{{文件}}", "{{密件}}"), "改", "第4行：没有“密件”这个字段"),
        (TEXT.replace("{{备案登记号}}", ""), "改", "缺少{{备案登记号}}"),
        (TEXT + "{{ 文件.__class__ }}", "改", "第4行"),
        (TEXT, " ", "请写明理由"),
        (shipped_text(KIND), "改", "没有改动"),
        (shipped_text(KIND).replace("\n", "\r\n"), "改", "没有改动"),
    ],
)
def test_a_faulty_template_is_refused(
    store: Store, cast: Cast, now: datetime, text: str, reason: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        edit_template(store, cast.admin, KIND, text, reason, version=0, now=now)


def test_nobody_else_edits_a_template(store: Store, cast: Cast, now: datetime) -> None:
    for actor in (cast.clerk, cast.lead, cast.auditor, cast.drafter):
        with pytest.raises(Denied):
            edit_template(store, actor, KIND, TEXT, "改", version=0, now=now)


def test_a_template_that_no_longer_checks_gives_way_to_the_shipped_one(
    store: Store, cast: Cast, now: datetime
) -> None:
    """A newer program may have lost a field: the move goes on, and the admin is told."""
    with transaction(store) as session:
        session.add(
            PaperTemplate(kind=KIND, version=1, text=TEXT + "{{旧字段}}", saved_at=now, saved_by="郑管理")
        )
    with reading(store) as session:
        assert template_text(session, KIND) == (shipped_text(KIND), 0)
        assert "没有“旧字段”这个字段" in faulty_templates(session)[KIND]
    filing_id = registered_without_paper(store)
    assert make_paper(store, cast.clerk, KIND, filing_id, now=now).template_version == 0


def test_a_preview_takes_the_newest_subject_and_never_a_person(store: Store, cast: Cast) -> None:
    with reading(store) as session:
        assert sample_facts(session, cast.admin, KIND, "", TODAY).values["文件"] == "【文件】"
    filing_id = submitted_filing(store)
    register_filing(store, filing_id)
    with reading(store) as session:
        assert sample_facts(session, cast.admin, KIND, "", TODAY).subject == filing_id
        with pytest.raises(Refusal, match="没有这件备案"):
            sample_facts(session, cast.admin, KIND, "99", TODAY)
