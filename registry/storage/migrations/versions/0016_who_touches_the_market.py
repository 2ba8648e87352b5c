"""Whether a document touches market entities, its 公平竞争审查, and the day on which a formation step began."""

import sqlalchemy as sa
from alembic import op

from registry.storage.migrations.words import widen

revision = "0016"
down_revision = "0015"

_BEFORE = ("appraisal", "public_consultation", "hearing", "legality_review", "collective_decision")


def upgrade() -> None:
    op.add_column("document", sa.Column("touches_market", sa.Boolean(), nullable=True))
    op.add_column("formation_step", sa.Column("begun_on", sa.Date(), nullable=True))
    widen("formation_step", "kind", _BEFORE, (*_BEFORE, "fair_competition"))
