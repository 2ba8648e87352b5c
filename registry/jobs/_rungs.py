"""Who is reminded of a running step: the people of its rungs, with the thresholds that each of them reached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from registry.domain.notices import Threshold
from registry.domain.reminders import AUDIENCE_WORDS, Audience, Rung, RunningStep
from registry.domain.written_days import cn_date
from registry.jobs._reminding import Day, Told
from registry.storage.recipients import NO_LEAD, NO_OFFICE, Recipient, names_of


@dataclass(frozen=True)
class _Group:
    """A rung of a step with its people and the thresholds they reached."""

    rung: Rung
    people: Sequence[Recipient]
    reached: Sequence[Threshold]

    def names(self, without: Recipient) -> str:
        """分管负责人王某、李某; "" when there is nobody else."""
        names = names_of(person for person in self.people if person.user is not without.user)
        return f"{AUDIENCE_WORDS[self.rung.audience]}{'、'.join(names)}" if names else ""


def people_of_office(day: Day, rung: Rung) -> list[Recipient]:
    """The clerks or the leads, as the rung says; nobody, with the reason, where those whose step it is are lacking."""
    is_own = rung.late_from is None
    if rung.audience is Audience.LEADS:
        return day.recipients(day.leads, NO_LEAD if is_own else "")
    return day.recipients(day.clerks, NO_OFFICE if is_own else "")


def told_of_step(
    today: date, step: RunningStep, since: date, people_of: Callable[[Rung], list[Recipient]]
) -> list[Told]:
    """The recipients who reached a threshold; a person on two rungs has the thresholds of both."""
    groups = [_Group(rung, people_of(rung), step.thresholds(rung, today, since)) for rung in step.rungs]
    told: dict[str, Told] = {}
    for group in groups:
        for person in group.people:
            before = told.get(person.owner)
            reached = set(group.reached) | set(before.reached if before else ())
            if reached:
                ordered = sorted(reached, key=lambda threshold: threshold.reached_on)
                own = before.facts_at if before else partial(_facts, today, step, groups, group, person)
                told[person.owner] = Told(person, ordered, own)
    return list(told.values())


def _facts(
    today: date,
    step: RunningStep,
    groups: Sequence[_Group],
    own: _Group,
    person: Recipient,
    threshold: Threshold,
) -> dict[str, str]:
    """What only this recipient is told: as whom, who is told the same besides, and who will be when it gets later."""
    besides = [group.names(person) for group in groups if threshold in group.reached]
    ahead = [
        f"{cn_date(step.told_on(group.rung))}仍未办理的，告知{names}"
        for group in groups
        if group.rung.late_from is not None
        and step.told_on(group.rung) > today
        and (names := group.names(person))
    ]
    return {
        "audience": own.rung.audience.value,
        "is_own": "yes" if own.rung.late_from is None else "",
        "besides": "；".join(filter(None, besides)),
        "ahead": "；".join(ahead),
    }
