"""The refused rows of an import as a download."""

from pathlib import PurePath

from flask.typing import ResponseReturnValue

from registry.actions.intakes.export_refused import export_refused
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.intakes.finding import intake_at
from registry.web.downloads import download


@needs(Permission.IMPORT_LEDGER)
def refused(intake_id: int) -> ResponseReturnValue:
    """A workbook of the refused rows with the reasons, to be corrected and imported again."""
    with reading(current_store()) as session:
        name = PurePath(intake_at(session, intake_id).name).stem
    return download(export_refused(current_store(), current_actor(), intake_id), f"{name}-未通过的行", "xlsx")
