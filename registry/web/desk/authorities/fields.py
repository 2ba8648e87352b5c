"""Shared by the forms of an authority: its text fields, the other authorities, and the authority itself."""

from typing import Any

from flask import abort
from sqlmodel import Session
from wtforms import StringField
from wtforms.validators import Length, Regexp

from registry.storage.authorities import Authority, all_authorities

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
