"""The form of a rule profile: one control for every parameter of the domain, and back to a profile."""

import re
from dataclasses import fields
from typing import Any

from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from registry.domain.errors import Refusal
from registry.domain.normal import lines_of
from registry.domain.rules import PARAMETERS, VERTICAL_WORDS, RuleProfile, VerticalFiling
from registry.web.forms import Form, choices

_KINDS = {field.name: field.default for field in fields(RuleProfile)}
_OPTIONAL = {"filing_days_congress"}
_LISTS_OF_WORDS = ("materials", "legality_materials")
_LISTS_OF_DAYS = tuple(
    name for name, default in _KINDS.items() if isinstance(default, tuple) and name not in _LISTS_OF_WORDS
)


class RuleForm(Form):
    name = StringField(
        "规则名称", [InputRequired("请填写规则名称。"), Length(max=100, message="最多100个字。")]
    )
    place = StringField("适用地方", [Length(max=100, message="最多100个字。")])
    source = StringField(
        "依据", [InputRequired("请写明依据的文件名称和文号。"), Length(max=200, message="最多200个字。")]
    )
    in_force_from = DateField("施行日期", [InputRequired("请填写施行日期。")])
    in_force_until = DateField("停止施行日期", [Optional()])
    confirmed = BooleanField("各项期限已由本单位对照依据原文核实")


def _control(name: str, label: str, unit: str) -> Field:
    words = f"{label}（{unit.partition('（')[0]}）" if unit else label
    if isinstance(_KINDS[name], bool):
        return BooleanField(label)
    if name in _LISTS_OF_WORDS:
        return TextAreaField(label)
    if name == "vertical_filing":
        return SelectField(label, choices=choices(VERTICAL_WORDS))
    if name in _LISTS_OF_DAYS:
        return StringField(words, [InputRequired(f"请填写{label}的天数。")])
    presence = Optional() if name in _OPTIONAL else InputRequired(f"请填写{label}。")
    return IntegerField(words, [presence, NumberRange(1, 9999, f"{label}应为1至9999的整数。")])


for _name, _label, _unit in PARAMETERS:
    setattr(RuleForm, _name, _control(_name, _label, _unit))


def form_of(profile: RuleProfile | None) -> RuleForm:
    """The form, filled from a profile, or from the defaults for a new one."""
    if profile is None:
        defaults = {name: _shown(default) for name, default in _KINDS.items() if name in _parameter_names()}
        return RuleForm(**defaults)
    return RuleForm(**{field.name: _shown(getattr(profile, field.name)) for field in fields(RuleProfile)})


def profile_of(form: RuleForm, version: int, before: RuleProfile | None = None) -> RuleProfile:
    """The profile that was typed in; values unchanged since `before` keep the sources of their own. Raises Refusal."""
    values: dict[str, Any] = {name: form[name].data for name in ("name", "place", "source")}
    values |= {name: form[name].data for name in ("in_force_from", "in_force_until", "confirmed")}
    for name in _parameter_names():
        text = form[name].data
        if name in _LISTS_OF_WORDS:
            values[name] = tuple(lines_of(text))
        elif name in _LISTS_OF_DAYS:
            values[name] = _days(text, name)
        elif name == "vertical_filing":
            values[name] = VerticalFiling(text)
        else:
            values[name] = text
    own = before.sources if before else ()
    values["sources"] = tuple((name, source) for name, source in own if values[name] == getattr(before, name))
    return RuleProfile(version=version, **values)


def _days(text: str, name: str) -> tuple[int, ...]:
    numbers = re.split(r"[、，,\s]+", text.strip())
    if not all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):
        raise Refusal("请填写天数，用顿号分开，如“5、1、0”。", name)
    return tuple(sorted({int(number) for number in numbers}, reverse=True))


def _parameter_names() -> list[str]:
    return [name for name, _, _ in PARAMETERS]


def _shown(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    is_words = any(isinstance(part, str) for part in value)
    return ("\n" if is_words else "、").join(str(part) for part in value)
