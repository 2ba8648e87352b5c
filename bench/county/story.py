"""The story of the county: what happens on each day, by the dice, told to register and oracle alike."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bench.county.days import FIRST_DAY, day_of
from bench.county.facts import Act, Paper, Passage
from bench.county.offices import Offices
from bench.county.process import ENDED, WAYS
from registry.domain.documents import Dates

# From a state: the moves that may follow, each with its weight and within how many days it is made.
_NEXT: dict[str, tuple[tuple[str, int, int], ...]] = {
    "owed": (("submit", 60, 16), ("submit", 25, 60), ("submit", 3, 500), ("withdraw", 3, 40)),
    "submitted": (("register", 70, 9), ("defer", 14, 8), ("refuse", 3, 8), ("take_back", 6, 8)),
    "deferred": (("submit", 80, 30), ("take_back", 5, 15), ("withdraw", 5, 60)),
    "registered": (("start_review", 90, 20), ("extend", 10, 20)),
    "under_review": (("pass", 50, 45), ("opine", 25, 45), ("ask_supplement", 15, 20), ("extend", 10, 30)),
    "supplementing": (("supplement", 1, 25),),
    "opinion": (("answer", 1, 50),),
    "feedback": (
        ("correct", 45, 30), ("accept", 20, 30), ("opine_again", 15, 30), ("annul", 6, 30), ("suspend", 6, 30),
        ("extend", 8, 20),
    ),
}  # fmt: skip


@dataclass
class Story(Offices):
    """The county's days with its papers and their passages."""

    n_moves: int = 0
    _dates: dict[int, tuple[int, Dates]] = field(default_factory=dict)

    def plan_month(self, today: date) -> None:
        n_papers = self.county.n_papers * self.county.n_authorities / 12
        whole = int(n_papers) + (self.dice.random() < n_papers % 1)
        for _ in range(self.dice.randint(whole // 2, whole + (whole + 1) // 2)):
            self._at(self._soon(today, 27), self._publish)
        super().plan_month(today)

    # Papers.

    def _publish(self, now: datetime) -> None:
        """A clerk enters a paper published some days ago; sometimes its day is missing, or wrong."""
        today, serial = day_of(now), next(self._serial)
        authority = self.dice.choice(list(self.authorities))
        if self.dice.random() < 0.1:
            authority = next(which for which, goes_up in self.authorities.items() if goes_up)
        published: date | None = today - timedelta(self.dice.choice((0, 0, 1, 2, 3, 5, 9, 30)))
        signed = published
        if self.dice.random() < 0.02:
            published = None
        assert signed is not None
        years = self.dice.choice((None, 1, 2, 2, 5, 5, 5))
        last_day = signed + timedelta(365 * years + self.dice.randint(-60, 60)) if years else None
        dates = Dates(signed_on=signed, published_on=published, effective_on=signed, valid_until=last_day)
        by = None if self.dice.random() < 0.08 else self.someone("clerk")
        paper_id, filed = self.hands.register(by, authority, serial, dates, now)
        self._dates[paper_id] = serial, dates
        paper = Paper(paper_id, authority, today, published, last_day)
        self.oracle.entered(paper)
        for filing in filed:
            passage = Passage(filing.id, paper_id, authority, filing.goes_up, filing.is_congress)
            self.oracle.owes(passage, now, is_told=by is not None)
            self.changed.add(passage.id)
            self._go_on(passage, today)
        if published is None or self.dice.random() < 0.04:
            self._at(self._soon(today, 40), lambda now: self._correct(paper, now))
        if last_day is not None and self.dice.random() < 0.5:
            before = last_day - timedelta(self.dice.choice((-20, 1, 5, 20, 50, 150)))
            self._at(max(before, today + timedelta(1)), lambda now: self._decide_validity(paper, now))

    def _correct(self, paper: Paper, now: datetime) -> None:
        """The day of publication is filled in, or was wrong by some days."""
        serial, dates = self._dates[paper.id]
        passages = [passage for passage in self.oracle.passages.values() if passage.paper == paper.id]
        if paper.authority not in self.authorities or any(passage.steps for passage in passages):
            return  # a day after the first move would be refused
        signed = paper.published or dates.signed_on
        assert signed is not None
        published = signed + timedelta(self.dice.choice((-6, -2, 1)) if paper.published else 0)
        dates = replace(dates, published_on=min(published, day_of(now)))
        if dates.published_on == paper.published or (published < FIRST_DAY):
            return
        self.hands.correct_publication(self.someone("clerk"), paper.id, paper.authority, serial, dates, now)
        self._dates[paper.id] = serial, dates
        assert dates.published_on is not None
        self.oracle.published_on_corrected(paper, dates.published_on, now)
        self.changed |= {passage.id for passage in passages}

    def _decide_validity(self, paper: Paper, now: datetime) -> None:
        """The validity of a paper is extended, also when it has lapsed already, or it is repealed."""
        today = day_of(now)
        last, ended_on = paper.validity()
        if ended_on is not None or last is None:
            return
        if self.dice.random() < 0.7:
            new_last_day = max(last, today) + timedelta(self.dice.choice((200, 365, 1000)))
            self.hands.extend(self.someone("clerk"), paper.id, today, new_last_day, now)
            self.oracle.acted(paper, Act("extended", today, new_last_day))
            if self.dice.random() < 0.5:
                self._at(new_last_day - timedelta(40), lambda now: self._decide_validity(paper, now))
        else:
            on = today + timedelta(self.dice.choice((0, 0, 10)))
            self.hands.repeal(self.someone("clerk"), paper.id, on, now)
            self.oracle.acted(paper, Act("repealed", on))

    # Filings.

    def _go_on(self, passage: Passage, today: date) -> None:
        """Chooses what happens next to a passage, and when."""
        if passage.state in ENDED:
            if passage.state in ("refused", "withdrawn") and self.dice.random() < 0.3:
                self._at(self._soon(today, 60), lambda now: self._refile(passage, now))
            return
        is_extended = any(step.move == "extend" for step in passage.steps)
        choices = [choice for choice in _NEXT[passage.state] if choice[0] != "extend" or not is_extended]
        move, _, within = self.dice.choices(choices, [weight for _, weight, _ in choices])[0]
        self._at(self._soon(today, within, 0), lambda now: self._move(passage, move, now))

    def _move(self, passage: Passage, move: str, now: datetime) -> None:
        """A move, made today or typed in some days after its true day."""
        today = day_of(now)
        earliest = max(
            [step.on for step in passage.steps] + [self.oracle.papers[passage.paper].published or date.min]
        )
        lag = self.dice.choice((0, 0, 0, 1, 3, 12))
        on = max(earliest, today - timedelta(lag))
        who = self._who_makes(passage, move)
        may_set = move in ("opine", "opine_again") and self.dice.random() < 0.5
        correct_by = on + timedelta(self.dice.choice((20, 60, 90))) if may_set else None

        def deed() -> None:
            self.hands.move(who, passage.id, move, on, correct_by, now, goes_up=passage.goes_up)

        if self.dice.random() < self.county.trouble / 3:
            self.clock.stumble(deed)
        else:
            deed()
        self.oracle.moved(passage, move, on, now, correct_by)
        if move == "annul":
            self.oracle.acted(self.oracle.papers[passage.paper], Act("annulled", on))
        self.n_moves += 1
        self.changed.add(passage.id)
        self._go_on(passage, today)

    def _who_makes(self, passage: Passage, move: str) -> int:
        if not WAYS[move].by_authority:
            is_of_clerk = move in (
                "register",
                "defer",
                "refuse",
                "start_review",
                "withdraw",
                "ask_supplement",
            )
            return self.someone("clerk" if is_of_clerk else "lead")
        own = [person.id for person in self.oracle.staff.contacts(passage.authority)]
        return self.dice.choice(own) if own and self.dice.random() < 0.8 else self.someone("clerk")

    def _refile(self, last: Passage, now: datetime) -> None:
        passage_id = self.hands.refile(self.someone("clerk"), last.id, now)
        authority = self.oracle.papers[last.paper].authority
        passage = Passage(passage_id, last.paper, authority, last.goes_up, last.is_congress)
        self.oracle.owes(passage, now, is_told=True)
        self.changed.add(passage.id)
        self._go_on(passage, day_of(now))
