"""Shared by the pages of an authority: its text fields, the other authorities, the authority itself and its note."""

from datetime import date
from typing import Any

from flask import abort
from sqlmodel import Session
from wtforms import StringField
from wtforms.validators import Length, Regexp

from registry.domain.authorities import AuthorityKind
from registry.domain.owed_filings import vertical_note
from registry.storage.authorities import Authority, all_authorities
from registry.storage.rulebook import load_rulebook

EMAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message="请填写正确的电子邮箱。")


def text(label: str, longest: int, *validators: Any) -> StringField:
    return StringField(label, [*validators, Length(max=longest, message=f"不能超过{longest}字。")])


def find_authority(session: Session, authority_id: int) -> Authority:
    """The authority; 404 when there is none with this id."""
    return session.get(Authority, authority_id) or abort(404)


def other_names(session: Session, authority_id: int, *, with_abolished: bool = False) -> dict[int, str]:
    """id → name of every other authority, in the order of lists."""
    return {
        authority.id: authority.name
        for authority in all_authorities(session)
        if authority.id not in (None, authority_id) and (with_abolished or authority.abolished_on is None)
    }


def note_of(session: Session, authority: Authority, day: date) -> str:
    """Where a vertically managed body files a document published on a day; "" for any other authority."""
    if authority.kind is not AuthorityKind.VERTICAL:
        return ""
    return vertical_note(authority.kind, load_rulebook(session).profile_for(day))
