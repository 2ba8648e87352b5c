"""The papers of the filer: 备案报告 and 起草说明, which an authority hands in with its filing."""

from collections.abc import Iterable, Sequence
from datetime import date

from registry.domain.documents import STEP_WORDS, Step
from registry.domain.errors import Refusal
from registry.domain.materials import names_of
from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission
from registry.domain.written_days import cn_date

BLANK = "＿＿＿＿＿＿＿＿"
BLANK_DAY = "＿＿＿＿年＿＿月＿＿日"
BLANK_LINE = "＿" * 26
_MARK = "＿＿"

RULES: dict[PaperKind, KindRule] = {
    PaperKind.FILING_REPORT: KindRule(
        Genre.REPORT,
        SubjectKind.FILING,
        {
            "制定机关": True,
            "备案机关": True,
            "文件": True,
            "文件名称": False,
            "审议机构": False,
            "审议日期": False,
            "公布日期": True,
            "施行日期": True,
            "签发人": False,
            "联系人": False,
            "联系电话": False,
        },
        permission=Permission.SUBMIT_FILING,
    ),
    PaperKind.DRAFTING_STATEMENT: KindRule(
        Genre.MATERIAL,
        SubjectKind.FILING,
        {
            "制定机关": False,
            "文件": True,
            "文件名称": False,
            "必要性": True,
            "起草过程": True,
            "主要内容": True,
            "制定依据": True,
        },
        permission=Permission.SUBMIT_FILING,
    ),
}


def kind_of_material(material: str) -> PaperKind | None:
    """The paper of the filer that a material of the rules asks for."""
    for kind in RULES:
        if any(name in material for name in names_of(kind.word)):
            return kind
    return None


def day_or_blank(day: date | None) -> str:
    """The day in words, or a line on which it is written by hand."""
    return cn_date(day) if day else BLANK_DAY


def step_sentences(steps: Iterable[Step], missing: Sequence[str]) -> tuple[str, ...]:
    """The formation steps as sentences in the order of their days; a missing step leaves a line to fill."""
    in_order = sorted(steps, key=lambda step: (step.done_on is None, step.done_on or date.max))
    return (
        *(_sentence(step) for step in in_order if step.is_answered),
        *(f"{name}：{BLANK_DAY}，{BLANK}。" for name in missing),
    )


def check_filled(paragraphs: Iterable[str]) -> None:
    """Raises Refusal for a paper that is handed in with an empty place."""
    empty = [words for words in paragraphs if _MARK in words]
    if empty:
        first = empty[0] if len(empty[0]) <= 40 else f"{empty[0][:40]}…"
        raise Refusal(
            f"还有{len(empty)}段留有空白（“{first.replace('＿', '_')}”），不能作为备案材料提交。"
            "请填写完整，或者下载草稿，在Word里写好、盖章后上传。"
        )


def _sentence(step: Step) -> str:
    name = STEP_WORDS[step.kind]
    if step.done_on is None:
        return f"{name}：不适用。理由：{step.not_applicable_because.strip().rstrip('。')}。"
    days = cn_date(step.done_on)
    if step.begun_on and step.begun_on < step.done_on:
        days = f"{cn_date(step.begun_on)}至{days}"
    result = step.result.strip().rstrip("。")
    return f"{days}，{step.body.strip()}{name}{f'，结果：{result}' if result else ''}。"
