"""The draft of the demonstration that is under 合法性审核: its materials, its fair review, a question and its answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from registry.actions.documents.register_document import register_document
from registry.actions.legality.gather_materials import waive_material
from registry.actions.legality.move_review import MoveFacts, move_review
from registry.actions.legality.record_fair_review import record_fair_review
from registry.demonstration._days import workday_before
from registry.domain.documents import DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.fair_reviews import FairConclusion, FairException, FairFacts
from registry.domain.legality_reviews import ReviewMove
from registry.domain.roles import Actor
from registry.storage.engine import Store

_TITLE = "云汀区支持城乡物流服务若干措施"
_TEXT = (
    "第一条　为了降低城乡物流成本，支持物流服务向村级延伸，制定本措施。\n"
    "第二条　在行政村设立寄递服务站的，按每站每年六千元给予运营补助。\n"
    "第三条　区级机关采购物流服务，同等条件下优先选择本区注册的企业。\n"
    "第四条　申请补助的经营主体应当如实提供站点台账，不得虚报冒领。\n"
    "第五条　本措施自公布之日起施行，有效期三年。"
)
_WAIVED = {
    "起草说明": "说明写在送审函中，随纸质材料送达",
    "制定依据": "依据为市政府文件，随纸质材料送达",
}
_FAIR = "补助面向所有依法设立站点的经营主体，为保障农村基本寄递服务；没有影响更小的替代方案，实施至有效期届满"
_QUESTION = "第三条优先选择本区注册的企业，是否排除外地企业参与竞争？请说明理由，或者修改。"
_ANSWER = "同意修改，拟改为“同等条件下优先选择服务网点覆盖行政村的企业”，随修改稿一并报送。"


@dataclass
class ReviewedDraft:
    """The draft, which waits for the clerk's opinion near the end of its period; `id` once it is registered."""

    store: Store
    people: Mapping[str, Actor]
    authority_id: int
    today: date
    at: Callable[[date, int], datetime]
    id: int = 0

    def acts(self) -> Iterator[tuple[date, Callable[[], object]]]:
        """Each act with its day, in their order."""
        drafter, clerk = self.people["zfb"], self.people["clerk"]
        sent_on = self._on(19)
        yield self._on(40), self._register
        yield self._on(24), self._review_competition
        for material, because in _WAIVED.items():
            yield sent_on, partial(self._waive, material, because)
        for actor, move, on, words in (
            (drafter, ReviewMove.SUBMIT, sent_on, "请予审核。"),
            (clerk, ReviewMove.ACCEPT, sent_on, ""),
            (clerk, ReviewMove.ASK, self._on(12), _QUESTION),
            (drafter, ReviewMove.ANSWER, self._on(10), _ANSWER),
        ):
            yield on, partial(self._move, actor, move, MoveFacts(on, words))

    def _register(self) -> None:
        consulted = Step(
            StepKind.PUBLIC_CONSULTATION,
            self._on(45),
            "区政府办公室",
            "收到意见6条，采纳2条",
            begun_on=self._on(80),
        )
        facts = DocumentFacts(
            _TITLE,
            (self.authority_id,),
            DocumentKind.OTHER,
            steps=(consulted,),
            text=_TEXT,
            source="示范数据",
        )
        drafter, now = self.people["zfb"], self.at(self._on(40), 9)
        self.id = register_document(self.store, drafter, facts, is_published=False, now=now)

    def _review_competition(self) -> None:
        on = self._on(24)
        said = FairFacts(FairConclusion.EXCEPTION, "区政府办公室", on, FairException.PUBLIC_GOOD, _FAIR)
        record_fair_review(self.store, self.people["zfb"], self.id, said, now=self.at(on, 9))

    def _waive(self, material: str, because: str) -> None:
        drafter, now = self.people["zfb"], self.at(self._on(19), 9)
        waive_material(self.store, drafter, self.id, material, because=because, now=now)

    def _move(self, actor: Actor, move: ReviewMove, made: MoveFacts) -> None:
        move_review(self.store, actor, self.id, move, made, now=self.at(made.on, 10))

    def _on(self, n_days: int) -> date:
        return workday_before(self.today, n_days)
