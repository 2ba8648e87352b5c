"""What people of a story fill in and read: forms as their pages give them, moves of filings, inboxes, days."""

import io
import re
from datetime import datetime

import docx
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from registry.domain.instants import SHANGHAI
from registry.jobs import Office, run_job
from registry.storage.engine import Store

STEPS = {
    "public_consultation-done_on": "2025-12-01",
    "public_consultation-body": "示范区农业农村局",
    "legality_review-done_on": "2025-12-20",
    "legality_review-body": "示范区司法局",
    "collective_decision-done_on": "2025-12-31",
    "collective_decision-body": "局务会议",
}


def at(day: str, clock: str = "10:00") -> datetime:
    """An instant of Asia/Shanghai: at("2026-03-20")."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


def typed(page: str, field: str) -> dict[str, str]:
    """The values of the form that has this field, as the page shows them."""
    for form in html.fromstring(page).forms:
        if field in form.fields.keys():  # noqa: SIM118 — lxml's fields iterate over pairs
            return dict(form.form_values())
    raise AssertionError(f"no form of the page asks for {field}")


def text_of(answer: TestResponse) -> str:
    """What a person reads, without the markup and the blanks."""
    return re.sub(r"\s+", "", html.fromstring(answer.text).find("body").text_content())


def paper(*lines: str) -> bytes:
    """The bytes of a Word file with these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_paper(browser: FlaskClient, name: str, content: bytes) -> dict[str, str]:
    """The registration form as the uploaded file fills it."""
    answer = browser.post("/desk/documents/read-file", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 200
    return typed(answer.text, "title")


def save(browser: FlaskClient, form: dict[str, str], how: str) -> int:
    """Registers a document, "draft" or "published", and returns its id."""
    answer = browser.post("/desk/documents/new", data={**form, "save": how})
    assert answer.status_code == 303, text_of(answer)
    return int(answer.location.rpartition("/")[2])


def filing_of(browser: FlaskClient, document_id: int) -> int:
    """The filing that the page of a document links to."""
    page = browser.get(f"/desk/documents/{document_id}").text
    (found,) = set(re.findall(r'href="/desk/filings/(\d+)"', page))
    return int(found)


def move(browser: FlaskClient, filing_id: int, verb: str, **values: str) -> TestResponse:
    """Makes a move on its own page, with the day that the page proposes; the answer is the filing's page."""
    address = f"/desk/filings/{filing_id}/{verb}"
    form = typed(browser.get(address).text, "on")
    answer = browser.post(address, data={**form, **values}, follow_redirects=True)
    assert answer.request.path == f"/desk/filings/{filing_id}", text_of(answer)
    return answer


def papers_of(browser: FlaskClient, filing: int) -> list[tuple[str, str]]:
    """The names of the papers of a filing and their addresses, in the order of its page."""
    page = browser.get(f"/desk/filings/{filing}").text
    return [(name, address) for address, name in re.findall(r'href="(/desk/papers/\d+)">([^<]+)<', page)]


def inbox(browser: FlaskClient) -> list[str]:
    """The notices of a person, the newest first."""
    page = html.fromstring(browser.get("/desk/notices/").text)
    return [link.text_content() for link in page.xpath('//td[contains(@class, "title")]//a')]


def run(store: Store, name: str, now: datetime) -> dict[str, int]:
    """Runs a job as the scheduler does, and returns its counts."""
    report = run_job(Office(store, "https://beian.example.gov.cn"), name, now)
    assert not report.error
    return report.counts
