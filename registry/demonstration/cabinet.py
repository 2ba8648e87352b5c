"""Two old papers found in a cabinet and imported from files; the relations read in them wait to be confirmed."""

from datetime import datetime
from pathlib import Path

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.place_files import place_files
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.documents import Disclosure
from registry.domain.intakes import Options, Placement
from registry.domain.roles import Actor
from registry.storage.engine import Store

_PAPERS = Path(__file__).parent / "found"


def take_in_papers(store: Store, clerk: Actor, now: datetime) -> None:
    """Imports the two papers: one repeals a notice that is in force in the register, the other's issuer was merged."""
    files = [(path.name, path.read_bytes()) for path in sorted(_PAPERS.glob("*.txt"))]
    options = Options(disclosure=Disclosure.PUBLIC)
    intake_id = upload_intake(store, clerk, "档案柜中找到的旧文件", files, options, now)
    stage_intake(store, clerk, intake_id, now)
    place_files(store, clerk, intake_id, Placement.NEW_DOCUMENT, now=now)
    apply_intake(store, clerk, intake_id, now)
