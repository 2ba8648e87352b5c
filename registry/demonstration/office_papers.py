"""The papers of the demonstration that no step of a filing makes: lists, a bulletin, a report, a letter; the filer's."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from registry.actions.figures.drafting import digest, drafted_texts
from registry.actions.figures.save_draft import save_draft
from registry.actions.filings.filer_facts import ReportWords, StatementWords, known_words
from registry.actions.filings.hand_in_paper import hand_in_paper
from registry.actions.papers.make_paper import make_paper
from registry.demonstration._days import workday_before
from registry.demonstration.people import PEOPLE
from registry.domain.filings import Direction
from registry.domain.instants import day_of
from registry.domain.papers.figures import SIGNATORY
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Actor
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, owed_on

LETTERHEAD = {
    "letterhead": "digital",
    "has_imprint": "yes",
    "public_note": "此件公开发布",
    "paper_code": "云司",
}
"""How the office prints its papers: a red head, an imprint at the foot, its 机关代字 in the numbers."""
_SIGNATORY = "沈禾田"
_NECESSITY = (
    "原实施细则已经失效，国家和省对农业机械购置与应用补贴的机具范围、补贴标准作了调整。\n"
    "全区水稻机插率、茶叶机采率低于全市平均水平，需要区级财政累加补贴，引导农户购置薄弱环节的机具。"
)
_CONTENT = (
    "一是明确补贴对象和机具范围；二是规定区级财政累加补贴的比例和最高限额；三是规定申请、核验、公示的程序和期限；"
    "四是规定享受补贴机具的转让限制和监督管理。\n"
    "没有设定行政许可、行政处罚、行政强制、行政收费等事项，没有减损公民、法人和其他组织合法权益或者增加其义务的内容。"
)


@dataclass(frozen=True)
class OfficePapers:
    """Makes the papers of the office; `people` are the actors of the demonstration by login."""

    store: Store
    people: Mapping[str, Actor]
    today: date
    at: Callable[[date, int], datetime]

    def acts(self) -> Iterator[tuple[date, Callable[[], object]]]:
        """Each act with its day: in January of the last year, after the last quarter, and of today."""
        january = self._last([date(year, 1, 20) for year in (self.today.year, self.today.year - 1)])
        last_year = str(january.year - 1)
        yield january, partial(self._make, PaperKind.ANNUAL_LIST, last_year, january)
        yield january, partial(self._report, last_year, january)
        year = self.today.year
        quarters = [date(year, 10, 14), date(year, 7, 14), date(year, 4, 14), date(year, 1, 14)]
        after = self._last([*quarters, date(year - 1, 10, 14)])
        quarter = f"{after.year}Q{(after.month - 1) // 3}" if after.month > 3 else f"{after.year - 1}Q4"
        yield after, partial(self._make, PaperKind.QUARTERLY_LIST, quarter, after)
        yield after, partial(self._make, PaperKind.FILING_BULLETIN, quarter, after)
        yield self.today, self._urge

    def _last(self, days: list[date]) -> date:
        """The workday before the first of these days that has come."""
        return workday_before(next(day for day in days if day <= self.today), 0)

    def _make(self, kind: PaperKind, subject: str, on: date) -> None:
        make_paper(self.store, self.people["clerk"], kind, subject, on=on, now=self.at(on, 16))

    def _report(self, year: str, on: date) -> None:
        kind, now = PaperKind.ANNUAL_REPORT, self.at(on, 16)
        with reading(self.store) as session:
            seen = digest(drafted_texts(session, kind, year, on))
        signed = {SIGNATORY: next(person.name for person in PEOPLE if person.login == "lead")}
        save_draft(self.store, self.people["clerk"], kind, year, signed, version=0, seen=seen, now=now)
        self._make(kind, year, on)

    def _urge(self) -> None:
        """A letter to the authority of the incoming filing that has been overdue for the longest time."""
        with reading(self.store) as session:
            owed = [filing for filing, _ in owed_on(session, self.today)]
        incoming = [filing for filing in owed if filing.direction is Direction.INCOMING]
        for filing in incoming[:1]:  # the earliest due comes first
            if filing.due_on and filing.due_on < self.today:
                self._make(PaperKind.URGING_LETTER, str(filing.authority_id), self.today)


def make_filer_papers(store: Store, contact: Actor, filing_id: int, now: datetime) -> None:
    """起草说明, then 备案报告 with its list of what is handed in, by the contact of the authority."""
    signed_on = day_of(now)
    with reading(store) as session:
        filing = session.get_one(Filing, filing_id)
        statement = known_words(session, filing, PaperKind.DRAFTING_STATEMENT)
    assert isinstance(statement, StatementWords)
    whole = replace(statement, necessity=_NECESSITY, content=_CONTENT)
    make = partial(hand_in_paper, store, contact, filing_id, signed_on=signed_on, now=now)
    make(PaperKind.DRAFTING_STATEMENT, whole)
    with reading(store) as session:
        report = known_words(session, session.get_one(Filing, filing_id), PaperKind.FILING_REPORT)
    assert isinstance(report, ReportWords)
    number = f"云农报〔{signed_on.year}〕6号"
    make(PaperKind.FILING_REPORT, replace(report, number=number, signatory=_SIGNATORY, phone="0000-1234500"))
