"""The words of released lists are settings: an office that has begun keeps those that its lists were printed with."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_WORDS = {
    "list_basis": "根据《国务院关于加强法治政府建设的意见》（国发〔2010〕33号）、"
    "《国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知》（国办发〔2018〕37号）等有关规定",
    "list_approval": "清理结果经【审议日期】【会议】审议通过",
    "list_effect": "【终止】的文件【自何时】不再执行，不得作为行政管理的依据；"
    "附件载明终止日期的，以载明的日期为准。",
    "list_unlisted": "凡属本次清理范围、未列入本【文种】附件的文件，除不予公开并已另行通知的以外，"
    "【自何时】不再作为行政管理的依据。",
    "list_channel": "【本级政府】门户网站",
}
_setting = sa.table("office_setting", sa.column("name", sa.String), sa.column("value", sa.String))


def upgrade() -> None:
    begun = sa.select(sa.func.count()).select_from(_setting).where(_setting.c.name == "tracked_from")
    if op.get_bind().execute(begun).scalar_one():
        op.bulk_insert(_setting, [{"name": name, "value": words} for name, words in _WORDS.items()])
