"""The page that urges authorities about overdue filings: first whom it reaches, then one button."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from registry.actions.filings.urge_filings import UrgePlan, plan_urges, urge_filings
from registry.clock import now, today
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.normal import id_of
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.filing_agenda import overdue_of_authorities
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.filings.index import asked_filter
from registry.web.forms import Form, form_page, refusals_on

CHOSEN = "chosen"


class UrgeForm(Form):
    filings = HiddenField()

    def ids(self) -> list[int]:
        """The filings that the page showed. Raises Refusal when there are none, or something else was sent."""
        ids = [id_of(part) for part in (self.filings.data or "").split(",")]
        known = [filing_id for filing_id in ids if filing_id is not None]
        if len(known) < len(ids):
            raise Refusal("没有要催报的备案，请回到备案清单重新勾选。")
        return known


@needs(Permission.EXAMINE_FILING)
def urge() -> ResponseReturnValue:
    """The filings ticked in a list; without ticks, all the overdue ones of the authorities that the filter shows."""
    back = url_for("desk.filings.index", whose="authority", timing="step_late")
    form = UrgeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _tell(urge_filings(current_store(), current_actor(), form.ids(), now=now()))
            return redirect(back, 303)
    ids = [] if form.is_submitted() else _asked_ids()
    form.filings.data = ",".join(map(str, ids))
    plan = plan_urges(current_store(), current_actor(), ids, now=now())
    return form_page("desk/filings/urge.html", form, plan=plan, back=back, today=today())


def _asked_ids() -> list[int]:
    if CHOSEN in request.args:
        return list(dict.fromkeys(request.args.getlist("filing", type=record_id)))
    with reading(current_store()) as session:
        return list(session.execute(overdue_of_authorities(asked_filter(), today())).scalars())


def _tell(plan: UrgePlan) -> None:
    """What was done, and what was not, in sentences."""
    if plan.told:
        n_filings = sum(len(urge.filings) for urge in plan.told)
        flash(f"已催报：{len(plan.told)}个机关的{n_filings}件，通知已在联络员的收件箱。", "success")
    if plan.held:
        names = "、".join(f"{urge.authority}（{len(urge.filings)}件）" for urge in plan.held)
        flash(f"没有在用的联络员，通知留存：{names}。请先电话联系，并请系统管理员补设联络员。", "warning")
    if plan.already:
        flash(f"{len(plan.already)}件今天已经催报过，没有重复催。", "info")
    if plan.refused:
        titles = "；".join(f"{quoted(filing.title)}{filing.why_not}" for filing in plan.refused[:5])
        more = f"等{len(plan.refused)}件" if len(plan.refused) > 5 else ""
        flash(f"没有催报：{titles}{more}。", "warning")
    if not (plan.told or plan.held or plan.already or plan.refused):
        flash("没有要催报的备案。", "info")
