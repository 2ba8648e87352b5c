"""The signed replies to review proposals are kept with the other papers; their bytes are moved as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

_MOVED = """
INSERT INTO paper (
    kind, subject_kind, subject, title, about, number, template_version, template_sha256, signed_on,
    docx, sha256, pdf_sha256, pdf_problem, because, made_at, made_by
)
SELECT
    'proposal_reply', 'proposal', CAST(reply.proposal_id AS VARCHAR), '关于审查建议的答复',
    proposal.number || '：' || proposal.title, proposal.number, 0, '', reply.signed_on,
    reply.docx, reply.sha256, '', '', '',
    COALESCE(
        (
            SELECT MAX(step.recorded_at) FROM proposal_step AS step
            WHERE step.proposal_id = reply.proposal_id AND step.move = 'reply'
        ),
        proposal.recorded_at
    ),
    reply.signed_by
FROM proposal_reply AS reply
JOIN review_proposal AS proposal ON proposal.id = reply.proposal_id
ORDER BY reply.proposal_id
"""


def upgrade() -> None:
    op.execute(sa.text(_MOVED))
    for name in ("docx", "sha256"):
        op.drop_column("proposal_reply", name)
