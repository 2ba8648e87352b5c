"""`registry proposal`: the list, a proposal whole without its person, its moves, and entering one."""

import json
from pathlib import Path
from typing import Any

import time_machine
from click.testing import CliRunner, Result

from registry.cli import main
from registry.storage.engine import Store, reading
from registry.storage.review_proposals import person_of
from tests.building.documents import register_nth
from tests.building.proposals import ADDRESS, MAIL, NAME, PERSON, PHONE, TYPED
from tests.cast import NOW


def run(store: Store, *words: str, typed: str | None = None) -> Result:
    with time_machine.travel(NOW):
        return CliRunner().invoke(main, ["--instance", str(store.folder), "proposal", *words], input=typed)


def answer(store: Store, *words: str, typed: str | None = None) -> Any:
    result = run(store, *words, "--json", typed=typed)
    assert result.exit_code == 0, result.output
    assert not [word for word in (NAME, PHONE, MAIL, ADDRESS) if word in result.stdout]
    return json.loads(result.stdout)


def test_one_is_entered_examined_and_answered(store: Store, tmp_path: Path) -> None:
    register_nth(store)
    added = answer(
        store, "add", "-", "--channel", "visit", "--received-on", "2026-03-02", typed=json.dumps(TYPED)
    )
    assert (added["number"], added["due_on"]) == ("审建〔2026〕1号", "2026-05-06")
    with reading(store) as session:
        assert person_of(session, added["id"]) == PERSON
    linked = answer(store, "move", "审建[2026]1号", "accept", "--document", "示农〔2026〕3号")
    assert (linked["state"], linked["document_id"]) == ("accepted", 1)
    draft = tmp_path / "draft.txt"
    draft.write_text("经审查，未发现问题。", "utf-8")
    answer(store, "move", "1", "examine", "--result", "upheld", "--draft", str(draft))
    told = answer(store, "move", "1", "reply")
    assert told["state"] == "replied"
    assert told["reply"]["text"] == "经审查，未发现问题。"
    assert [step["move"] for step in answer(store, "show", "1")["steps"]] == ["accept", "examine", "reply"]
    assert [row["number"] for row in answer(store, "list", "--state", "replied")] == ["审建〔2026〕1号"]
    assert answer(store, "list", "--overdue") == []
    assert "已答复" in run(store, "show", "1").stdout
    assert "已答复" in run(store, "list").stdout


def test_what_cannot_be_entered_or_moved_is_told(store: Store) -> None:
    for typed, sentence in (
        ("no json", "不是 UTF-8 编码的 JSON"),
        ("[1]", "一个 JSON 对象"),
        ('{"title": 1}', "都是文字"),
        ('{"titel": "x"}', "不认识的项：titel"),
        ('{"title": "x", "reason": "y", "kind": "robot"}', "kind 应为"),
        ('{"title": "x"}', "请写明提出审查建议的理由"),
        ('{"title": "x", "reason": "y", "name": "某人"}', "请至少填写一种联系方式"),
        ("[" * 100_000, "不是 UTF-8 编码的 JSON"),
    ):
        result = run(store, "add", "-", typed=typed)
        assert result.exit_code == 1, typed
        assert sentence in result.output
    for words in (("show", "9"), ("show", "审建〔2026〕9号"), ("move", "9", "accept")):
        assert run(store, *words).exit_code == 1
    answer(store, "add", "-", typed='{"title": "x", "reason": "y"}')
    refused = run(store, "move", "1", "reply")
    assert refused.exit_code == 1
    assert "不能“签发答复”" in refused.output
