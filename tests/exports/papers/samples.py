"""Invented papers of every form, drawn as the tests of their layout need them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from registry.domain.cleanups import Outcome
from registry.domain.listed import Kind
from registry.domain.papers.kinds import Genre, Urgency
from registry.domain.papers.letterhead import Letterhead
from registry.exports.papers.draw import draw_paper
from registry.exports.papers.facts import Annex
from registry.exports.papers.model import PLAIN, OfficeStyle, Paper, PaperAnnex, Table
from registry.exports.release import render_release
from tests.exports.hard import ended, ordinary
from tests.exports.invented import release

GOVERNMENT, OFFICE = "示范区人民政府", "示范区司法局"
LONG_NAME = "示范苗族侗族自治州示范区住房和城乡建设局"
SIXTY = "示范省示范苗族侗族自治州示范区住房和城乡建设与交通运输综合行政执法局、示范区自然资源和规划与生态环境保护联合工作办公室"
LONG_PRINTER = (
    "示范苗族侗族自治州示范区人民政府住房和城乡建设与交通运输局办公室"  # of more than 30 characters
)
SIGNED_ON = date(2026, 11, 30)
SENTENCES = "示范区各部门应当按照要求办理。" * 3
DIGITAL = OfficeStyle(
    Letterhead.DIGITAL, has_imprint=True, printed_by="示范区人民政府办公室", public_note="此件公开发布"
)
PREPRINTED = OfficeStyle(Letterhead.PREPRINTED, reserve_mm=125, letter_reserve_mm=60, has_imprint=True)
COUNTS = Table(
    "统计表", (("单位", Kind.NAME), ("件数", Kind.NAME)), (("示范区教育局", "3"), ("示范区民政局", "12"))
)
WIDE = Table(
    "目录",
    (("文件名称", Kind.PROSE), ("发文字号", Kind.NAME)),
    tuple((f"关于印发第{at}个办法的通知", f"示政规〔2026〕{at}号") for at in range(1, 31)),
    is_wide=True,
)


def sample(genre: Genre = Genre.NOTICE, **changes: Any) -> Paper:
    facts: dict[str, Any] = {
        "title": f"{GOVERNMENT}关于开展行政规范性文件集中清理工作的通知",
        "issuer": GOVERNMENT,
        "signed_on": SIGNED_ON,
        "body": ("一、总体要求", *(f"（{number}）工作要求。{SENTENCES}" for number in "一二三四")),
        "number": "示政〔2026〕12号",
        "addressees": "各镇人民政府，区政府各部门",
    }
    return Paper(genre, **{**facts, **changes})


def report(**changes: Any) -> Paper:
    facts: dict[str, Any] = {
        "title": f"{OFFICE}关于2026年度备案审查工作情况的报告",
        "issuer": OFFICE,
        "number": "示司〔2026〕3号",
        "signatory": "王甲",
    }
    return sample(Genre.REPORT, **{**facts, **changes})


def letter(**changes: Any) -> Paper:
    facts: dict[str, Any] = {
        "title": f"{OFFICE}关于督促报送备案的函",
        "issuer": OFFICE,
        "number": "示司函〔2026〕3号",
        "addressees": "示范区教育局",
        "copies_to": "示范市司法局",
    }
    return sample(Genre.LETTER, **{**facts, **changes})


COPIES = "区委办公室，区人大常委会办公室，区政协办公室，区监委，区法院，区检察院，各民主党派区委会"
FILLED = tuple(range(9, 20))  # lines of text: from a page with room to one filled to its foot


def filled(n_lines: int) -> Paper:
    return sample(title="关于甲的通知", number="", body=tuple(f"第{at}段" for at in range(n_lines)))


DRAWN: dict[str, tuple[Paper, OfficeStyle]] = {
    "notice": (sample(copies_to=COPIES), DIGITAL),
    "corner": (sample(urgency=Urgency.EXTREME, note="联系人：王甲"), DIGITAL),
    "long mark": (sample(issuer=LONG_NAME), DIGITAL),
    "longest mark": (sample(issuer=SIXTY), DIGITAL),
    "long printer": (sample(), replace(DIGITAL, printed_by=LONG_PRINTER)),
    "longest printer": (sample(copies_to=COPIES), replace(DIGITAL, printed_by=LONG_PRINTER * 2)),
    "report": (report(), DIGITAL),
    "report of long names": (report(signatory="阿卜杜热西提·买买提依明、王甲 乙"), DIGITAL),
    "signed by three": (report(signatory="王甲、欧阳乙丙、李丁"), DIGITAL),
    "letter": (letter(), DIGITAL),
    "long letter": (
        letter(
            issuer=LONG_NAME,
            urgency=Urgency.EXTREME,
            body=("示" * 800,),
            annexes=(PaperAnnex("清单", (WIDE,)),),
        ),
        DIGITAL,
    ),
    "preprinted": (sample(), PREPRINTED),
    "preprinted letter": (letter(), PREPRINTED),
    "plain": (sample(), PLAIN),
    "plain report": (report(), PLAIN),
    "plain letter": (letter(), PLAIN),
    "material": (sample(Genre.MATERIAL, title="关于清理结果的汇报", number=""), DIGITAL),
    "annexes": (
        sample(
            annexes=(
                PaperAnnex("工作方案", ("一、目标", "正文" * 50)),
                PaperAnnex("统计表", (COUNTS,)),
                PaperAnnex("目录", (WIDE,)),
            )
        ),
        DIGITAL,
    ),
    "announcement": (sample(Genre.ANNOUNCEMENT, body=("统计如下：", COUNTS, "特此通告。")), DIGITAL),
    "full": (sample(body=("示" * 28 * 50,)), PLAIN),
    "rare words": (sample(title="关于𠮷㟃〇镇\x0b的通知\x00<a>&", copies_to="㟃屿乡<b>&\x00"), DIGITAL),
    **{f"filled {n_lines}": (filled(n_lines), OfficeStyle(has_imprint=True)) for n_lines in FILLED},
}


def _released() -> bytes:
    annexes = (Annex(Outcome.RETAIN, ordinary(30)), Annex(Outcome.REPEAL, ended(3)))
    return render_release(release(*annexes), DIGITAL)


PAPERS: dict[str, Callable[[], bytes]] = {
    **{name: lambda drawn=drawn: draw_paper(*drawn) for name, drawn in DRAWN.items()},  # type: ignore[misc]
    "released": _released,
}
