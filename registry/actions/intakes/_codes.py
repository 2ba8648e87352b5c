"""Whose 机关代字 the numbers of an intake carry, by what the register and the intake itself teach."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from registry.actions.intakes._documents import IntakeDocument, Lead, number_key
from registry.actions.intakes._entries import Entry
from registry.domain.authorities import kind_from_name
from registry.domain.organ_codes import Body, learnt, may_own, owners, root_of, root_of_key, whose_else
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document

if TYPE_CHECKING:
    from registry.actions.intakes._matching import Register


@dataclass
class Codes:
    """The authorities with their codes, and the authority of each code."""

    bodies: dict[Lead, Body] = field(default_factory=dict)
    by_root: Mapping[str, Body] = field(default_factory=dict)

    def whose_else(self, number: str, issuers: Collection[Lead]) -> str:
        """Whose code the number carries, if none of these issuers'; "" otherwise and for an unknown code."""
        key = number_key(number)
        code = key.partition("|")[0] if key else ""
        bodies = [self.bodies[lead] for lead in issuers if lead in self.bodies]
        return whose_else(code, bodies, self.by_root.get(root_of(code))) if code and bodies else ""


def load_codes(session: Session, register: "Register", entries: Collection[Entry]) -> Codes:
    """The codes that authorities were given, and those learnt from the documents registered and to be registered."""
    uses, keys = _uses(session)
    for entry in entries:
        key = number_key(entry.values.get("doc_no", ""))
        lead = register.lead_of(entry)
        if key and (lead, key) not in keys and lead != register.unknown:
            keys.add((lead, key))
            uses[lead, root_of_key(key)] += 1
    bodies = _bodies(session, register, {lead for lead, _ in uses})
    given = {root for body in bodies.values() for root in body.roots}
    for lead, root in learnt(uses).items():
        if lead in bodies and root not in given and may_own(bodies[lead], root):
            bodies[lead] = replace(bodies[lead], roots=bodies[lead].roots | {root})
    return Codes(bodies, owners(body for body in bodies.values() if body.roots))


def issuers_of(document: IntakeDocument, register: "Register") -> list[Lead]:
    """The lead authority of a document, and those that its row names beside it."""
    entry = document.added_by
    others = entry.authorities[1:] if entry else []
    return [document.lead, *(register.authority(name) for name in others)]


def _uses(session: Session) -> tuple[Counter[tuple[Lead, str]], set[tuple[Lead, str]]]:
    """(how many registered documents each authority has of each root, the numbers of each)."""
    uses: Counter[tuple[Lead, str]] = Counter()
    keys: set[tuple[Lead, str]] = set()
    query = select(Document.lead_authority_id, Document.doc_no_key)
    for lead, key in session.exec(query.where(col(Document.doc_no_key).is_not(None))):
        if key:
            uses[lead, root_of_key(key)] += 1
            keys.add((lead, key))
    return uses, keys


def _bodies(session: Session, register: "Register", leads: Collection[Lead]) -> dict[Lead, Body]:
    authorities = session.exec(select(Authority)).all()
    names = {authority.id: authority.name for authority in authorities}
    bodies: dict[Lead, Body] = {}
    for authority in authorities:
        heirs = {names[authority.successor_id]} if authority.successor_id in names else set()
        roots = {root_of(authority.organ_code)} if authority.organ_code else set()
        body = Body(authority.name, authority.kind, frozenset(roots), frozenset(heirs), authority.is_unknown)
        bodies[authority.id or 0] = body
    for lead in leads:
        if lead not in bodies and lead in register.names:
            name = register.names[lead]
            bodies[lead] = Body(name, kind_from_name(name))
    return bodies
