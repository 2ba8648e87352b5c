"""The proof of a document's status on a day (GB/T 9704-2012)."""

from collections.abc import Iterator, Sequence

from registry.domain.citations import citation
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.normal import shortened
from registry.domain.papers.kinds import Genre
from registry.domain.papers.register import status_answer
from registry.domain.written_days import cn_date, cn_dates
from registry.exports.blocks import paragraph, run, text
from registry.exports.papers.facts import Evidence, StatusProof
from registry.exports.papers.frame import bound
from registry.exports.papers.model import PLAIN, Paper
from registry.exports.sheet import Properties
from registry.exports.styles import HEI


def render_status_proof(proof: StatusProof) -> bytes:
    """The .docx that says whether a document was in force on a day, with the entries of the register that show it."""
    title, made_on = "规范性文件时效性查询结果", day_of(proof.made_at)
    framed = Paper(Genre.RECORD, title, proof.office, made_on, ())
    return bound(framed, PLAIN, _proof(proof), properties=Properties(title, proof.office, proof.made_at))


def _proof(proof: StatusProof) -> Iterator[str]:
    for label, words in (
        ("文件名称", citation(proof.title, proof.doc_no or "")),
        ("制定机关", proof.authority),
        ("登记的各项日期", cn_dates(proof.dates)),
        ("查询日期", cn_date(proof.on)),
    ):
        yield text("Small", f"{label}：{words}")
    answer = f"经查，该文件{status_answer(proof.on, proof.status, is_presumed=proof.is_presumed)}。"
    yield paragraph("Small", run(answer, HEI))
    why, amended = cn_dates(proof.why), cn_dates("".join(proof.amended))
    yield text("Small", f"理由：{why}")
    if amended:
        yield text("Small", f"修改：{amended}")
    yield text("Small", "登记的变动和关系：")
    long = (proof.title, why, cn_dates(proof.dates), amended)
    n_lines = _MOST_LINES - sum(-(-len(words) // _A_LINE) for words in long)
    shown = _that_fit([_entry(evidence) for evidence in proof.evidence], n_lines)
    for number, entry in enumerate(shown, 1):
        yield text("Small", f"{number}．{entry}")
    left_out = len(proof.evidence) - len(shown)
    made = proof.made_at.astimezone(SHANGHAI)
    yield text(
        "Small",
        ("" if shown else "没有登记效力变动和文件关系。")
        + (f"另有{left_out}项较早的记录未列出。" if left_out else "")
        + f"以上结果根据行政规范性文件登记系统{cn_date(made)}{made:%H:%M}的登记情况得出。网上查询，不编号。",
    )


_A_LINE, _MOST_LINES = 35, 15  # characters in a line of the small style; lines of it that fit the page


def _entry(evidence: Evidence) -> str:
    """The words of an entry, cut to three lines so that a long one leaves room for the others."""
    source = f"——{cn_dates(evidence.source)}" if evidence.source else ""
    return shortened(f"{cn_date(evidence.on)}，{evidence.what}{source}", 3 * _A_LINE - 4)


def _that_fit(entries: Sequence[str], n_lines: int) -> list[str]:
    """The newest entries that fit into so many lines, in their order."""
    kept: list[str] = []
    for entry in reversed(entries):
        n_lines -= -(-(len(entry) + 2) // _A_LINE)
        if n_lines < 0:
            break
        kept.append(entry)
    return kept[::-1]
