"""Templates of papers: what they may say, and what they give."""

from datetime import date

import pytest

from registry.domain.errors import Refusal
from registry.domain.listed import Kind
from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Permission
from registry.exports.papers import templates
from registry.exports.papers.model import Table
from registry.exports.papers.templates import check_template, fill_template, shipped_text

RULE = KindRule(
    Genre.NOTICE,
    SubjectKind.FILING,
    {"制定机关": True, "文件": True, "公布日期": False, "明细": False},
    Permission.EXAMINE_FILING,
)
TEXT = "标题：通知\n主送：{{制定机关}}\n附注：此件公开发布\n\n{{文件}}收悉{% if 公布日期 %}，{{公布日期}}公布{% endif %}。\n{{明细}}\n特此通知。\n"


def filled(text: str = TEXT, **values: object) -> object:
    given = {"制定机关": "示范区教育局", "文件": "《甲办法》", **values}
    return fill_template(RULE, text, given, issuer="示范区司法局", signed_on=date(2026, 3, 5))  # type: ignore[arg-type]


def test_a_template_gives_head_and_paragraphs() -> None:
    paper = filled(公布日期="2026年3月1日")
    assert (paper.title, paper.addressees, paper.note) == ("通知", "示范区教育局", "此件公开发布")  # type: ignore[attr-defined]
    assert paper.body == ("《甲办法》收悉，2026年3月1日公布。", "特此通知。")  # type: ignore[attr-defined]


def test_paragraphs_and_tables_stand_alone() -> None:
    table = Table("表", (("名称", Kind.NAME),), (("甲",),))
    assert filled(明细=("一", "二")).body[1:3] == ("一", "二")  # type: ignore[attr-defined]
    assert filled(明细=table).body[1] is table  # type: ignore[attr-defined]


def test_a_line_that_ends_with_a_condition_ends_there() -> None:
    text = (
        "标题：通知{% if 公布日期 %}（一）{% endif %}\n主送：{{制定机关}}{% if 公布日期 %}、各处{% endif %}\n"
        "{% if 公布日期 %}\n附注：此件公开发布\n{% endif %}\n抄送：{{制定机关}}\n\n"
        "{{文件}}收悉{% if 公布日期 %}：{% endif %}\n  {% if 公布日期 %}\n　　公布日期如下。\n  {% endif %}\n特此通知。"
    )
    check_template(RULE, text)
    paper = filled(text, 公布日期="2026年3月1日")
    assert (paper.title, paper.addressees) == ("通知（一）", "示范区教育局、各处")  # type: ignore[attr-defined]
    assert (paper.note, paper.copies_to) == ("此件公开发布", "示范区教育局")  # type: ignore[attr-defined]
    assert paper.body == ("《甲办法》收悉：", "公布日期如下。", "特此通知。")  # type: ignore[attr-defined]
    paper = filled(text)
    assert (paper.title, paper.note, paper.copies_to) == ("通知", "", "示范区教育局")  # type: ignore[attr-defined]
    assert paper.body == ("《甲办法》收悉", "特此通知。")  # type: ignore[attr-defined]


def test_a_missing_value_is_asked_for() -> None:
    with pytest.raises(Refusal, match="须写明“文件”"):
        filled(文件="")


def test_words_of_a_value_are_never_code() -> None:
    assert filled(文件="{{制定机关}}{% if %}").body[0] == "{{制定机关}}{% if %}收悉。"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT.replace("特此通知。", "{{标题}}"), "第7行：没有“标题”这个字段"),
        (TEXT.replace("{{文件}}", "该文件"), "缺少{{文件}}"),
        (TEXT.replace("{{明细}}", "{{明细"), "第6行"),
        (TEXT.replace("{{明细}}", "{{ 明细.__class__ }}"), "第6行：模板里只能写"),
        (TEXT.replace("{{明细}}", "{{ 明细() }}"), "第6行：模板里只能写"),
        (TEXT.replace("{{明细}}", "{% for x in 明细 %}{% endfor %}"), "第6行：模板里只能写"),
        (TEXT.replace("{{明细}}", "{% include 'x' %}"), "第6行：模板里只能写"),
        (TEXT.replace("{% endif %}", "") + "{% if 明细 %}\n有。\n{% endif %}\n", "第5行：{% if %}没有配对"),
        (TEXT.replace("特此通知。", "{% endif %}"), "第7行"),
        (TEXT.replace("{{文件}}", "{% if 公布日期 %}{{文件}}{% endif %}"), "缺少{{文件}}"),
        (TEXT.replace("{{文件}}", "{% if not 文件 %}{% else %}{{文件}}{% endif %}"), "缺少{{文件}}"),
        (TEXT.replace("{{文件}}", "{{ not 文件 }}"), "缺少{{文件}}"),
        (TEXT.replace("标题：通知", "标题：{% if 公布日期 %}通知{% endif %}"), "标题不能都写在"),
        (TEXT.replace("标题：通知", "标题：{{公布日期}}"), "标题不能都写在"),
        (
            TEXT.replace("标题：通知", "标题：{% if 公布日期 %}通知").replace("收悉", "{% endif %}"),
            "缺少{{制定机关}}、{{文件}}",
        ),
        ("主送：{% if 公布日期 %}甲\n标题：通知\n附注：{% endif %}\n\n{{制定机关}}{{文件}}", "没有标题"),
        (TEXT + "{% if 公布日期 %}" * 120 + "甲" + "{% endif %}" * 120, "套得太深"),
        (TEXT + "{% if " + "not " * 4000 + "公布日期 %}甲{% endif %}", "套得太深"),
        (TEXT + "{% if 公布日期" + " and 公布日期" * 300 + " %}甲{% endif %}", "套得太深"),
        (TEXT + "{% if 明细 %}甲" + "{% elif 明细 %}" * 1200 + "{% endif %}", "最多100个"),
        ("{{制定机关}}{{文件}}", "第1行：请以“标题：”开头"),
        ("标题：通知{{制定机关}}{{文件}}\n", "没有正文"),
    ],
)
def test_a_template_that_cannot_hold_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check_template(RULE, text)
    assert told in str(refusal.value)


def test_what_both_branches_print_is_always_printed() -> None:
    either = "{% if 公布日期 %}{{文件}}（{{公布日期}}）{% elif 明细 %}{{文件}}{% else %}该{{文件}}{% endif %}"
    check_template(RULE, TEXT.replace("{{文件}}", either))
    check_template(RULE, TEXT.replace("标题：通知", "标题：{% if 公布日期 %}通知{% else %}函{% endif %} "))
    nested = "{% if 公布日期 %}" * 10 + "甲" + "{% endif %}" * 10
    check_template(RULE, TEXT + nested)


@pytest.mark.parametrize("kind", RULES)
def test_the_shipped_template_of_every_kind_is_sound(kind: object) -> None:
    check_template(RULES[kind], shipped_text(kind))  # type: ignore[index, arg-type]


def test_a_text_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(templates, "check_template", lambda _, text: checked.append(text))
    for text in ("标题：甲", "标题：甲", "标题：乙"):
        assert templates.problem_of(PaperKind.REGISTRATION_NOTICE, text) == ""
    assert checked == ["标题：甲", "标题：乙"]
    templates.problem_of.cache_clear()
