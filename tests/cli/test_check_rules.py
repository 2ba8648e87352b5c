"""`registry check-rules`: listing and showing the rules, and trying a pattern."""

import json
from pathlib import Path

import pytest

from registry.actions.check_rules.switch_check_rule import switch_check_rule
from registry.cli.context import DATABASE
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, open_store
from tests.building.check_rules import added_rule
from tests.cast import NOW
from tests.cli.conftest import Run, done


@pytest.fixture
def kept(registry: Run, tmp_path: Path) -> Store:
    """The store of the instance of the commands."""
    instance = tmp_path / "instance"
    return open_store(f"sqlite:///{instance / DATABASE}", instance)


def test_rules_are_listed_by_kind_with_their_state(registry: Run, kept: Store) -> None:
    added_rule(kept)
    switch_check_rule(kept, OPERATOR, "fee.charge", "不用", is_off=True, version=0, now=NOW)
    lines = done(registry("check-rules", "list", "--kind", "fee")).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["fee.charge", "office.1"]
    assert "已停用" in lines[0]
    assert "本单位增加" in lines[1]
    listed = json.loads(done(registry("check-rules", "list", "--json")).stdout)
    assert {"code", "state", "kind", "pattern", "words", "source"} <= listed[0].keys()


def test_a_rule_is_shown_with_its_versions(registry: Run, kept: Store) -> None:
    code = added_rule(kept)
    shown = done(registry("check-rules", "show", code)).stdout
    assert "要找的词语：风险押金、履约…押金" in shown
    assert "第1版" in shown
    assert (
        json.loads(done(registry("check-rules", "show", code, "--json")).stdout)["versions"][0]["version"]
        == 1
    )
    missing = registry("check-rules", "show", "none")
    assert missing.exit_code == 1
    assert "没有代码为“none”的检查规则" in missing.stderr


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("罚款)", "第3个字符处"),
        ("(.*)*x", "没有查完"),
        ("a*", "几乎全部命中"),
        ("", "每一句"),
        ("罚" * 9_999, "最多5,000"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_said(run: Run, pattern: str, words: str) -> None:
    refused = run("check-rules", "check-pattern", pattern)
    assert refused.exit_code == 1
    assert words in refused.stderr
    assert "保存" not in refused.stderr


def test_a_pattern_that_can_be_used_is_said(run: Run) -> None:
    assert "可以使用" in done(run("check-rules", "check-pattern", "罚款[一二三]元")).stdout
