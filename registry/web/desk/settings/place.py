"""The rules of a place: what they would change is shown, and adopted once that is confirmed."""

from typing import NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import InputRequired

from registry.actions.office.add_rule_profile import add_rule_profile
from registry.clock import now, today
from registry.domain.places import PLACES, profiles_to_adopt
from registry.domain.roles import Permission
from registry.domain.rules import Parameter, RuleProfile, from_json, parameters, profile_for
from registry.storage.engine import reading
from registry.storage.rules import newest_profiles
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on


class PlaceForm(Form):
    place = SelectField(
        "地方", [InputRequired("请选择地方。")], choices=choices({place: place for place in PLACES}, "请选择")
    )


class Offer(NamedTuple):
    """A profile that would be added, with the values in which it differs from what holds now (now, then)."""

    profile: RuleProfile
    differing: list[tuple[str, Parameter]]


@needs(Permission.MANAGE_RULES)
def adopt_place() -> ResponseReturnValue:
    with reading(current_store()) as session:
        present = [from_json(row.body) for row in newest_profiles(session)]
    form = PlaceForm()
    offers: list[Offer] | None = None
    if form.validate_on_submit():
        with refusals_on(form):
            adopted = profiles_to_adopt(form.place.data, present, today())
            if adopted and request.form.get("confirmed") == form.place.data:
                for profile in adopted:
                    add_rule_profile(current_store(), current_actor(), profile, now=now())
                flash(f"已采用{form.place.data}的规则，待本单位核实；已有备案的期限不变。", "success")
                return redirect(url_for("desk.settings.index"), 303)
            offers = [_offer(profile, present) for profile in adopted]
    return form_page("desk/settings/adopt_place.html", form, offers=offers)


def _offer(profile: RuleProfile, present: list[RuleProfile]) -> Offer:
    same = [row for row in present if row.name == profile.name]
    standing = same[-1] if same else profile_for(profile.in_force_from, present)
    pairs = zip(parameters(standing), parameters(profile), strict=True)
    return Offer(profile, [(was.value, becomes) for was, becomes in pairs if was != becomes])
