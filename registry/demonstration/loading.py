"""Load the invented district through the actions that people use, in the order in which things happened."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from registry.actions.authorities.add_authority import add_authority
from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.release_round import ReleaseFacts, release_round
from registry.actions.documents.record_event import record_event
from registry.actions.documents.register_document import register_document
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.filings.move_filing import move_filing
from registry.actions.laws.follow_laws import follow_laws
from registry.actions.office.initialise_registry import initialise_registry
from registry.actions.papers.make_paper import make_paper
from registry.actions.people.add_user import add_user
from registry.actions.people.mark_notices_read import mark_notices_read
from registry.demonstration import district
from registry.demonstration.authorities import UPPER_GOVERNMENT
from registry.demonstration.cabinet import take_in_papers
from registry.demonstration.check_rules import adapt_rules
from registry.demonstration.examinations import HANDED_OVER, answer, hand_over, sign
from registry.demonstration.listing import hand_in_lists
from registry.demonstration.materials import MADE_HERE, hand_in
from registry.demonstration.office_papers import LETTERHEAD, OfficePapers, make_filer_papers
from registry.demonstration.proposals import bring_proposals
from registry.demonstration.reforms import merge, rename
from registry.demonstration.reviews import ReviewedDraft
from registry.demonstration.shapes import District, Document, Event, Filing, Moved, Relation, Round
from registry.domain.amendments import offered_articles
from registry.domain.cleanups import Answer
from registry.domain.documents import DocumentFacts, RelationKind
from registry.domain.filings import Direction, Move
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.papers.kinds import PaperKind
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.roles import OPERATOR, ROLE_WORDS, Actor
from registry.domain.validity import EventKind
from registry.domain.worksheets import SIGNED_MOVES
from registry.storage import filings
from registry.storage.cleanups.items import items_of
from registry.storage.engine import Store, reading
from registry.storage.people import User, actor_of
from registry.storage.releases import Release

_UNREAD_FOR = timedelta(days=10)
_TO_AMEND = timedelta(days=90)
_WRITES_EVENT: dict[RelationKind, frozenset[EventKind]] = {
    RelationKind.AMENDS: frozenset({EventKind.AMENDED}),
    RelationKind.REPEALS: frozenset({EventKind.REPEALED, EventKind.PARTLY_REPEALED}),
    RelationKind.REPLACES: frozenset({EventKind.REPEALED}),
    RelationKind.CONFIRMS: frozenset({EventKind.CONFIRMED}),
}


def load_demonstration(store: Store, now: datetime) -> list[tuple[str, str, str]]:
    """(login, random password, name and role) of every person. The instance must be empty and migrated."""
    loader = _Loader(store, now, district(day_of(now)))
    loader.settle()
    for step in sorted(loader.steps(), key=lambda step: (step.on, step.turn)):
        step.act()
    hand_in_lists(store, loader.people["clerk"], loader.story, loader.authorities, now)
    take_in_papers(store, loader.people["clerk"], now)
    adapt_rules(store, loader.people["admin"], now)
    follow_laws(store, now=now)
    bring_proposals(store, loader.people, loader.documents, now)
    return loader.sign_ins


@dataclass(frozen=True)
class _Step:
    """An act of a day. `turn` orders the acts of the same day: reforms before documents, these before events and moves."""

    on: date
    turn: int
    act: Callable[[], object]


@dataclass
class _Loader:
    """Loads a district into a store, and keeps the ids of the rows by the codes and slugs of the district."""

    store: Store
    now: datetime
    story: District
    authorities: dict[str, int] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    sign_ins: list[tuple[str, str, str]] = field(default_factory=list)

    def settle(self) -> None:
        """Initialises the registry, and adds the authorities and the people."""
        first = min(_published(document, self.story) for document in self.story.documents)
        now = self._at(first, 8)
        initialise_registry(
            self.store,
            OPERATOR,
            tracked_from=self.story.tracked_from,
            is_demonstration=True,
            settings={
                "office_name": f"{self.story.name}司法局",
                "government_name": f"{self.story.name}人民政府",
                "review_authority": UPPER_GOVERNMENT,
                "two_person_signing": "yes",
                **LETTERHEAD,
            },
            profiles=DEFAULT_PROFILES,
            now=now,
        )
        for authority in self.story.authorities:
            name, organ_code = authority.name_on(first)
            self.authorities[authority.code] = add_authority(
                self.store,
                OPERATOR,
                name=name,
                kind=authority.kind,
                code=authority.code,
                organ_code=organ_code,
                email=authority.email,
                now=now,
            )
        for person in self.story.people:
            password = secrets.token_urlsafe(12)
            user_id = add_user(
                self.store,
                OPERATOR,
                login=person.login,
                name=person.name,
                role=person.role,
                password=password,
                authority_id=self.authorities[person.authority] if person.authority else None,
                email=person.email,
                now=now,
            )
            with reading(self.store) as session:
                self.people[person.login] = actor_of(session.get_one(User, user_id))
            self.sign_ins.append((person.login, password, f"{person.name}（{ROLE_WORDS[person.role]}）"))

    def steps(self) -> Iterator[_Step]:
        """Every act of the district's history after it was settled, in no order."""
        yield from self._reforms()
        decisions = {cleanup.decision for cleanup in self.story.rounds}
        for document in self.story.documents:
            on = _published(document, self.story)
            if document.slug not in decisions:
                yield _Step(on, 1, partial(self._register, document, on))
            for relation in document.relations:
                yield _Step(on, 3, partial(self._relate, document, relation, on))
            for event in document.events:
                if not self._is_written_by_relation(document, event):
                    yield _Step(event.recorded_on, 3, partial(self._record, document, event))
        for filing in self.story.filings:
            for moved in filing.moves:
                yield _Step(moved.on, 4, partial(self._move, filing, moved))
            if filing.document in HANDED_OVER and filing.moves:
                on = _published(self._document(filing.document), self.story) + HANDED_OVER[filing.document]
                yield _Step(on, 4, partial(self._hand_over, filing, on))
        yield _Step(self.story.today - _UNREAD_FOR, 5, self._read_notices)
        draft = ReviewedDraft(self.store, self.people, self.authorities["zfb"], self.story.today, self._at)
        for on, act in draft.acts():
            yield _Step(on, 6, act)
        for on, act in OfficePapers(self.store, self.people, self.story.today, self._at).acts():
            yield _Step(on, 7, act)
        for cleanup in self.story.rounds:
            yield _Step(cleanup.published_on, 2, partial(self._clean_up, cleanup))

    def _reforms(self) -> Iterator[_Step]:
        for authority in self.story.authorities:
            own_id = self.authorities[authority.code]
            for former in authority.former_names:
                at = self._at(former.until_on, 8)
                yield _Step(former.until_on, 0, partial(rename, self.store, own_id, authority, former, at))
            if authority.merged_on:
                heir_id, at = self.authorities[authority.merged_into], self._at(authority.merged_on, 8)
                yield _Step(
                    authority.merged_on, 0, partial(merge, self.store, own_id, authority, heir_id, at)
                )

    def _register(self, document: Document, on: date) -> None:
        self.documents[document.slug] = register_document(
            self.store,
            OPERATOR,
            DocumentFacts(
                title=document.title,
                authority_ids=tuple(self.authorities[code] for code in document.authorities),
                kind=document.kind,
                dates=document.dates,
                doc_no=document.doc_no,
                duplicate_reason=document.duplicate_reason,
                local_serial=document.local_serial,
                subject=document.subject,
                disclosure=document.disclosure,
                has_no_expiry=document.has_no_expiry,
                names_as_issued=document.names_as_issued,
                steps=document.steps,
                text=document.text,
                source="示范数据",
            ),
            is_published=True,
            now=self._at(on, 9),
        )

    def _relate(self, document: Document, relation: Relation, on: date) -> None:
        relate_documents(
            self.store,
            OPERATOR,
            self.documents[document.slug],
            relation.kind,
            other_id=self.documents[relation.target] if relation.target else None,
            other_text=relation.text if not relation.target else "",
            on=relation.on,
            clause=relation.clause,
            is_partial=relation.is_partial,
            articles=offered_articles(document.text) if relation.kind is RelationKind.AMENDS else None,
            now=self._at(on, 10),
        )

    def _is_written_by_relation(self, document: Document, event: Event) -> bool:
        """Whether the document that caused the event has a relation to this one whose recording writes the event."""
        causes = (cause for cause in self.story.documents if cause.slug == event.by)
        return any(
            relation.target == document.slug and event.kind in _WRITES_EVENT.get(relation.kind, frozenset())
            for cause in causes
            for relation in cause.relations
        )

    def _record(self, document: Document, event: Event) -> None:
        record_event(
            self.store,
            OPERATOR,
            self.documents[document.slug],
            event.kind,
            effective_on=event.effective_on,
            source=event.source,
            by_document_id=self.documents.get(event.by),
            new_valid_until=event.new_valid_until,
            now=self._at(event.recorded_on, 11),
        )

    def _filing_id(self, filing: Filing) -> int:
        with reading(self.store) as session:
            rows = filings.filings_of(session, self.documents[filing.document])
            return next(row.id or 0 for row in rows if row.track is filing.track)

    def _hand_over(self, filing: Filing, on: date) -> None:
        slug, clerk = filing.document, self.people["clerk"]
        hand_over(self.store, clerk, self._filing_id(filing), slug, Move.OPINE, now=self._at(on, 15))

    def _move(self, filing: Filing, moved: Moved) -> None:
        filing_id, now = self._filing_id(filing), self._at(moved.on, 15)
        if filing.direction is Direction.INCOMING and moved.move in SIGNED_MOVES:
            people = self.people["clerk"], self.people["lead"]
            sign(
                self.store,
                people,
                filing_id,
                filing.document,
                moved.move,
                on=moved.on,
                said=moved.reason,
                now=now,
            )
            return
        if filing.direction is Direction.INCOMING and moved.move is Move.ANSWER:
            by, said = self.people[moved.by], moved.reason
            answer(self.store, by, filing_id, filing.document, on=moved.on, said=said, now=now)
            return
        if moved is filing.moves[0]:
            document = self._document(filing.document)
            hand_in(
                self.store,
                self.documents[document.slug],
                filing_id,
                document,
                filing,
                self._at(moved.on, 14),
            )
            if document.slug == MADE_HERE:
                make_filer_papers(self.store, self.people[moved.by], filing_id, self._at(moved.on, 14))
        move_filing(
            self.store,
            self.people[moved.by],
            filing_id,
            moved.move,
            on=moved.on,
            reason=moved.reason,
            filing_no=filing.outer_no,
            now=now,
        )

    def _clean_up(self, cleanup: Round) -> None:
        """Opens, decides and releases the round on its days; every soft finding is accepted with a reason."""
        lead = self.people["lead"]
        now = self._at(cleanup.published_on, 16)
        round_id, _ = open_round(
            self.store,
            lead,
            name=cleanup.name,
            kind=cleanup.kind,
            cut_off_on=cleanup.cut_off_on,
            answers_due_on=cleanup.answers_due_on,
            now=self._at(cleanup.opened_on, 10),
        )
        wanted = {self.documents[item.document]: item for item in cleanup.items}
        with reading(self.store) as session:
            items = items_of(session, round_id)
        decisions = [
            Decision(item.id or 0, Answer(wanted[item.document_id].outcome, wanted[item.document_id].reason))
            for item in items
        ]
        proposals = [_whole(decision, cleanup.published_on) for decision in decisions]
        propose_outcome(self.store, lead, round_id, proposals, now=now)
        decide_outcomes(self.store, lead, round_id, proposals, now=now)
        with reading(self.store) as session:
            findings = check_round(session, round_id, day_of(now))
        for finding in findings:
            accept_finding(
                self.store,
                lead,
                round_id,
                finding.id,
                "原件查无日期，已列入修改，责成起草单位查档补正。",
                now=now,
            )
        release_id = release_round(
            self.store,
            lead,
            round_id,
            ReleaseFacts(
                decided_on=cleanup.decided_on,
                published_on=cleanup.published_on,
                meeting=cleanup.meeting,
                doc_no=self._document(cleanup.decision).doc_no,
            ),
            now=now,
        )
        with reading(self.store) as session:
            self.documents[cleanup.decision] = session.get_one(Release, release_id).document_id
        make_paper(self.store, lead, PaperKind.POLICY_READING, round_id, now=now)

    def _read_notices(self) -> None:
        for person in self.people.values():
            mark_notices_read(self.store, person, now=self._at(self.story.today - _UNREAD_FOR, 17))

    def _document(self, slug: str) -> Document:
        return next(document for document in self.story.documents if document.slug == slug)

    def _at(self, day: date, hour: int) -> datetime:
        """An hour of that day, or the present instant when that is earlier."""
        return min(datetime.combine(day, time(hour), SHANGHAI), self.now)


def _published(document: Document, story: District) -> date:
    """The day a document is registered: published, signed, or without dates a day of its year or of the oldest year."""
    dates = document.dates
    return dates.published_on or dates.signed_on or date(document.year or story.today.year - 12, 1, 4)


def _whole(decision: Decision, published_on: date) -> Decision:
    """What the authority had proposed, on paper: the same, with what the outcome needs."""
    answer = replace(
        decision.answer,
        responsible="原起草单位",
        deadline_on=published_on + _TO_AMEND,
        clause="与现行职责不符的条款",
        successor=decision.answer.reason,
    )
    return replace(decision, answer=answer.bare())
