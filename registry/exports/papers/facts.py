"""The facts of official papers, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.domain.cleanups import Outcome
from registry.domain.corrections import RowChange
from registry.domain.list_wording import DEFAULTS
from registry.domain.listed import ListRow
from registry.domain.validity import Status

ANNEX_TITLES: dict[Outcome, str] = {
    Outcome.RETAIN: "继续有效的行政规范性文件目录",
    Outcome.TO_AMEND: "需要修改的行政规范性文件目录",
    Outcome.LAPSE: "宣布失效的行政规范性文件目录",
    Outcome.REPEAL: "废止的行政规范性文件目录",
    Outcome.RECLASSIFY: "经重新认定不属于行政规范性文件的文件目录",
}


@dataclass(frozen=True)
class Annex:
    """The documents of one outcome: the printed rows, and how many more are only counted (DOMAIN §2.9)."""

    outcome: Outcome
    rows: tuple[ListRow, ...]
    n_secret: int = 0

    @property
    def n_documents(self) -> int:
        return len(self.rows) + self.n_secret


@dataclass(frozen=True)
class ReleasePaper:
    """The decision that publishes a cleanup round's result; annexes stand in the order they are printed.

    `basis` is a clause ("根据……有关规定"), `scope` a sentence ("清理范围为……"), `look_at` a place ("……门户网站").
    `approval`, `effect` and `unlisted` are the office's words, with 【…】 where the paper fills something in.
    `n_scope` counts the documents of the round, unlisted ones included; `effective_on` None means from publication.
    `n_left_out` documents of authorities outside this level are named by `left_out` (省司法厅2件).
    """

    issuer: str
    title: str
    doc_no: str | None
    signed_on: date
    published_on: date
    basis: str
    scope: str
    cut_off_on: date
    meeting: str
    decided_on: date
    n_scope: int
    annexes: tuple[Annex, ...]
    look_at: str
    release_no: str
    head_hash: str
    effective_on: date | None = None
    amend_deadline: date | None = None
    n_left_out: int = 0
    left_out: str = ""
    approval: str = DEFAULTS["list_approval"]
    effect: str = DEFAULTS["list_effect"]
    unlisted: str = DEFAULTS["list_unlisted"]


@dataclass(frozen=True)
class Evidence:
    """An entry of the register behind a proof: its day, what happened, and its source."""

    on: date
    what: str
    source: str


@dataclass(frozen=True)
class StatusProof:
    """Whether a document was in force on a day, why, and the entries that show it; `made_at` is aware.

    `amended` are sentences about the acts that had amended it by that day.
    """

    office: str
    title: str
    doc_no: str | None
    authority: str
    dates: str
    on: date
    status: Status
    is_presumed: bool
    why: str
    evidence: tuple[Evidence, ...]
    made_at: datetime
    amended: tuple[str, ...] = ()


@dataclass(frozen=True)
class CorrectionPaper:
    """The paper that corrects a released list (勘误公告). `n_unlisted` of its changes are of documents not printed.

    `corrected` cites the paper that is corrected; `counts` are those of the whole list as corrected.
    """

    issuer: str
    title: str
    doc_no: str | None
    signed_on: date
    published_on: date
    corrected: str
    corrected_on: date
    meeting: str
    because: str
    changes: tuple[RowChange, ...]
    n_unlisted: int
    counts: tuple[tuple[Outcome, int], ...]
    look_at: str
    release_no: str
    head_hash: str
