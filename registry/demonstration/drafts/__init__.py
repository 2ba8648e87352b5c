"""The tables of the documents, by who issued them; dates are counted back from the day of the making."""

from registry.demonstration.drafts import (
    departments_economy,
    departments_social,
    government_notices,
    government_rules,
    townships,
)
from registry.demonstration.shapes import Draft

DRAFTS: tuple[Draft, ...] = (
    *government_rules.DRAFTS,
    *government_notices.DRAFTS,
    *departments_economy.DRAFTS,
    *departments_social.DRAFTS,
    *townships.DRAFTS,
)
DRAFT_OF: dict[str, Draft] = {draft.slug: draft for draft in DRAFTS}
