"""The page that files a document again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from registry.actions.filings.refile_document import refile_document
from registry.clock import now
from registry.domain.roles import Permission
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.forms import RefileForm
from registry.web.forms import form_page, refusals_on


@needs(Permission.SUBMIT_FILING)
def refile(filing_id: int) -> ResponseReturnValue:
    filing, document = find_filing(filing_id, Permission.SUBMIT_FILING)
    form = RefileForm()
    back = url_for("desk.filings.show", filing_id=filing_id)
    if form.validate_on_submit():
        with refusals_on(form):
            reason = form.reason.data or ""
            new_id = refile_document(current_store(), current_actor(), filing_id, reason=reason, now=now())
            flash("已建立新的一次备案，报送期限不变，请尽快报送。", "success")
            return redirect(url_for("desk.filings.show", filing_id=new_id), 303)
    return form_page("desk/filings/refile.html", form, filing=filing, document=document, back=back)
