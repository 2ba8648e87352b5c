"""The rule profiles offered by place, as data with their sources: what DOMAIN §3 lists, and nothing else.

A value without a source of its own is the usual one of the national frame. None was checked against its text: every
profile is to be confirmed by the office.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.rules import RuleProfile

_FRAME = "国办发〔2018〕37号、国办发〔2018〕115号（本地规定的期限待核）"
_FRAME_FROM = date(2018, 5, 16)
_CONGRESS_OF_FUJIAN = "福建省级规定（2007年）第五条；现行2021年条例（2024-09-26修正），期限待核"

_FUJIAN = (
    RuleProfile(
        name="福建省（第107号令）",
        version=1,
        place="福建省",
        in_force_from=date(2010, 7, 1),
        in_force_until=date(2021, 12, 31),
        source="福建省人民政府令第107号",
        confirmed=False,
        filing_days_congress=30,
        sources=(("filing_days_congress", _CONGRESS_OF_FUJIAN),),
    ),
    RuleProfile(
        name="福建省（第219号令）",
        version=1,
        place="福建省",
        in_force_from=date(2022, 1, 1),
        in_force_until=None,
        source="福建省人民政府令第219号《福建省行政规范性文件备案审查办法》",
        confirmed=False,
        filing_days_congress=30,
        sources=(("filing_days_congress", _CONGRESS_OF_FUJIAN),),
    ),
)

# Days of the congress track seen in a place; None where none were.
_CONGRESS_DAYS: dict[str, int | None] = {
    "北京市": 30,
    "上海市": 30,
    "山东省": 30,
    "浙江省": 30,
    "湖南省": None,
    "内蒙古自治区": None,
}


def _elsewhere(place: str, congress_days: int | None) -> RuleProfile:
    source = f"{place}本级人大常委会备案的做法（文本待核）"
    return RuleProfile(
        name=f"{place}（待核实）",
        version=1,
        place=place,
        in_force_from=_FRAME_FROM,
        in_force_until=None,
        source=_FRAME,
        confirmed=False,
        filing_days_congress=congress_days,
        sources=(("filing_days_congress", source),) if congress_days else (),
    )


PLACES: dict[str, tuple[RuleProfile, ...]] = {
    "福建省": _FUJIAN,
    **{place: (_elsewhere(place, days),) for place, days in _CONGRESS_DAYS.items()},
}
DEFAULT_PLACE = "福建省"
DEFAULT_PROFILES = PLACES[DEFAULT_PLACE]


def profiles_of(name: str) -> tuple[RuleProfile, ...]:
    """The profiles of a place, named in full or without 省, 市, 自治区. Raises Refusal with the places offered."""
    short = name.strip()
    for place, profiles in PLACES.items():
        if short and short in (place, place.removesuffix("省").removesuffix("市").removesuffix("自治区")):
            return profiles
    raise Refusal(
        f"没有“{name}”的规则。可选：{'、'.join(PLACES)}；其他地方先选最接近的，再在“设置”中修改。", "place"
    )


def profiles_to_adopt(name: str, present: Iterable[RuleProfile], today: date) -> list[RuleProfile]:
    """The profiles of a place that differ from the newest ones of an office, as the versions that follow them.

    One of another place begins today: what was published before keeps the rules it was computed with.
    Raises Refusal for a place that is not offered.
    """
    newest = {profile.name: profile for profile in sorted(present, key=lambda profile: profile.version)}
    adopted = []
    for profile in profiles_of(name):
        now = newest.get(profile.name)
        if now is None:
            adopted.append(replace(profile, in_force_from=today) if newest else profile)
            continue
        offered = replace(profile, in_force_from=now.in_force_from, version=now.version + 1)
        if replace(now, version=offered.version, confirmed=False) != offered:
            adopted.append(offered)
    return adopted
