"""The counts of an intake's rows."""

from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.documents import Disclosure
from registry.domain.intakes import Options
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake, n_public
from tests.building.ledgers import ledger
from tests.cast import NOW, Cast

ROW = ("示范区农业农村局关于春耕的通知", "示农〔2019〕3号", "示范区农业农村局", "2019-05-06")


def test_only_new_public_documents_are_counted_as_public(store: Store, cast: Cast) -> None:
    for disclosure, n in ((Disclosure.PUBLIC, 1), (None, 0)):
        options = Options(disclosure=disclosure)
        intake_id = upload_intake(store, cast.clerk, "台账.csv", [("台账.csv", ledger(ROW))], options, NOW)
        stage_intake(store, cast.clerk, intake_id, NOW)
        with reading(store) as session:
            assert n_public(session, session.get_one(Intake, intake_id)) == n
