"""Two old papers that turned up in a cabinet and were taken in from files: what they say of others waits for somebody."""

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
    """One repeals a notice that the register has as in force, the other is of an authority that was merged since."""
    files = [(path.name, path.read_bytes()) for path in sorted(_PAPERS.glob("*.txt"))]
    options = Options(disclosure=Disclosure.PUBLIC)
    intake_id = upload_intake(store, clerk, "档案柜中找到的旧文件", files, options, now)
    stage_intake(store, clerk, intake_id, now)
    place_files(store, clerk, intake_id, Placement.NEW_DOCUMENT, now=now)
    apply_intake(store, clerk, intake_id, now)
