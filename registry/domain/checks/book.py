"""The book that texts are checked by: the rules of sentences, the bodies that ended, and the laws that are gone."""

from dataclasses import dataclass

from registry.domain.checks.bodies import ENDED, EndedBody
from registry.domain.checks.coercion import COERCION
from registry.domain.checks.competition import COMPETITION
from registry.domain.checks.fees import FEES
from registry.domain.checks.licences import LICENCES
from registry.domain.checks.penalties import PENALTIES
from registry.domain.checks.retroactive import RETROACTIVE
from registry.domain.checks.rights import RIGHTS
from registry.domain.checks.rules import SentenceRule
from registry.domain.laws import Law
from registry.domain.shipped_laws import SHIPPED_LAWS

RULES = (*LICENCES, *PENALTIES, *COERCION, *FEES, *RIGHTS, *COMPETITION, *RETROACTIVE)
"""The rules of sentences that ship with the program."""


@dataclass(frozen=True)
class CheckBook:
    """What a text is checked by. A new `version` is another book.

    `living` are names of authorities that exist, `off` codes of checks of whole texts that are switched off. A law of
    `laws` is gone if it says so, whatever its day.
    """

    rules: tuple[SentenceRule, ...]
    bodies: tuple[EndedBody, ...]
    living: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    off: frozenset[str] = frozenset()
    version: int = 0


SHIPPED_BOOK = CheckBook(RULES, ENDED, laws=SHIPPED_LAWS)
