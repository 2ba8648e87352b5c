"""Let the PDF of a released list be tried again that could not be made."""

from datetime import datetime

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.pdfs import try_pdf_again
from registry.storage.releases import Release, ReleasePdf


def print_release_again(store: Store, actor: Actor, release_id: int, *, now: datetime) -> None:
    """Forgets why there is no PDF, so that the next run tries it. Raises Refusal where none failed, and Denied."""
    require(actor, Permission.RELEASE_LIST)
    with transaction(store) as session:
        release = session.get(Release, release_id)
        if release is None:
            raise Refusal("没有这份清理目录。")
        if not try_pdf_again(session, ReleasePdf, release_id, now):
            raise Refusal("只有没有生成成功的 PDF 可以重新生成；这一份可能已由他人重新生成，请刷新后查看。")
        audit.record(session, now, actor.name, "print_release", f"release:{release_id}", title=release.title)
