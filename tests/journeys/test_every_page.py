"""Everybody follows every link they are shown: each page opens, has one title, and shows no programmer's word."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from lxml import html

from tests.journeys.peoples_words import faults_of_words

PEOPLE = ("visitor", "jyj", "clerk", "lead", "admin", "auditor")
MOST_OF_A_KIND = 3  # pages that differ only in numbers and in what is asked of them
MOST_OF_A_PATH = 36  # pages that differ only in numbers and in which filters are used together
OFTEN_ALIKE = re.compile(
    r"/(?!desk)|.*/export\b"
)  # files, and public pages, which the visitor walks: one of a kind
STARTS = {"visitor": ["/"]}
PROGRAMMERS_WORDS = re.compile(r"\bNone\b|\bUndefined\b|\{\{|\}\}|datetime\.|Traceback|<[A-Z]\w+\.\w+")
WITHOUT_LINKS_TO = re.compile(r"/account/sign-out")


@dataclass
class Walk:
    pages: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk_of(app: Flask, sign_in: Callable[[str], FlaskClient]) -> Callable[[str], Walk]:
    """The walk of a person, made at the first call: a test has a limit of time, and all walks together take longer."""
    return cache(lambda name: _walk(app, sign_in(name), STARTS.get(name, ["/", "/desk/"])))


@pytest.mark.parametrize("name", PEOPLE)
def test_every_link_shown_opens(walk_of: Callable[[str], Walk], name: str) -> None:
    assert walk_of(name).faults == []
    assert len(walk_of(name).pages) >= 10


def test_every_template_of_a_page_is_reached(app: Flask, walk_of: Callable[[str], Walk]) -> None:
    there = {name for name in app.jinja_env.list_templates() if _is_page(name)}
    reached = set().union(*(walk_of(name).templates for name in PEOPLE))
    assert there
    assert "\n".join(sorted(there - reached - MET_ELSEWHERE)) == ""


# Each has its own test beside its view: the answer to a form, or a page for a state the district is not in.
MET_ELSEWHERE = {
    "desk/attachments/remove.html",  # only at a file that is no material of a filing
    "desk/check_rules/restore.html",  # only for a rule that the office changed
    "desk/cleanups/answer_row.html",
    "desk/cleanups/report.html",  # only for an authority that answers in a round
    "desk/cleanups/returned.html",
    "desk/cleanups/release_round.html",  # only once the gate has nothing left to say
    "desk/consultations/add.html",  # only for an announced draft list, which the district has none of
    "desk/consultations/announce.html",  # the same of what its only round, released before, never had
    "desk/consultations/reply.html",  # the same
    "desk/consultations/show.html",  # the same
    "desk/consultations/summarise.html",  # the same
    "desk/documents/give_back.html",  # only for a draft that was handed over
    "desk/documents/hand_over.html",  # only for a contact's own draft
    "desk/documents/judge_hits.html",  # only for hits that wait for a verdict
    "desk/documents/publish.html",  # only once the draft has its steps
    "desk/events/text.html",  # only at an amendment
    "desk/filings/hand_over_worksheet.html",  # only while a worksheet is being drafted
    "desk/filings/refile.html",  # not among the first filings of the list
    "desk/intake_rows/match.html",  # only for a file that matched nothing
    "desk/intakes/progress.html",  # only what changes while the page waits
    "desk/legality/accept_text.html",  # only once a text was changed after its review
    "desk/legality/move.html",  # only while a draft is reviewed
    "desk/papers/make.html",  # only where a paper may be made
    "desk/papers/replace.html",  # only for a paper that somebody made
    "desk/papers/show.html",  # the same
    "desk/proposal_comments/answer.html",  # only for an authority that was asked
    "desk/proposal_comments/index.html",  # the same
    "desk/proposals/sign.html",  # only while a draft waits to be signed
    "desk/relations/confirm.html",  # only for what an import read and nobody has looked at
    "desk/settings/restore_paper_template.html",  # only for a template that the office changed
    "desk/settings/show_paper_template.html",  # the same
    "desk/settings/start_numbers.html",  # only before the first number of the year
    "public/consultations/show.html",  # only for an announced draft list
    "desk/views/save.html",  # only for a name that cannot be
}


def _is_page(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return (
        name.endswith(".html")
        and not file.startswith("_")
        and folder.split("/")[0] in {"desk", "public", "account"}
    )


def _walk(app: Flask, client: FlaskClient, starts: list[str]) -> Walk:
    is_visitor = starts == STARTS["visitor"]
    walk, seen, waiting = Walk(), set(starts), list(starts)
    kinds: Counter[str] = Counter()
    with _recording(app, walk.templates):
        while waiting:
            address = waiting.pop(0)
            kinds[_kind(address)] += 1
            is_alike = not is_visitor and OFTEN_ALIKE.match(address)
            if kinds[_kind(address)] > (1 if is_alike else MOST_OF_A_KIND):
                continue
            kinds[_path(address)] += 1
            if kinds[_path(address)] > MOST_OF_A_PATH:
                continue
            for link in _open(client, address, walk):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return walk


def _open(client: FlaskClient, address: str, walk: Walk) -> list[str]:
    with client.get(address) as answer:
        if answer.status_code in (301, 302, 303, 308):
            return [address for address in [_local(address, answer.headers["Location"])] if address]
        if answer.status_code != 200:
            walk.faults.append(f"{address}: {answer.status_code}")
            return []
        walk.pages[address] = answer.mimetype
        if answer.mimetype != "text/html":
            return []
        page = html.fromstring(answer.get_data(as_text=True))
    if page.tag != "html":
        return []
    walk.faults += [f"{address}: {fault}" for fault in _faults(page)]
    links = (_local(address, link.get("href", "")) for link in page.iter("a"))
    return [link for link in links if link and not WITHOUT_LINKS_TO.match(link)]


def _faults(page: html.HtmlElement) -> Iterator[str]:
    if len(page.findall(".//h1")) != 1:
        yield f"{len(page.findall('.//h1'))} h1"
    if not "".join(heading.text_content() for heading in page.iter("h1")).strip():
        yield "no words in its h1"
    if not (page.findtext(".//title") or "").strip():
        yield "no title"
    if page.get("lang") != "zh-CN":
        yield f"lang {page.get('lang')}"
    # The texts of templates and of what may stand in them are shown with their braces.
    text = "".join(page.xpath("//body//text()[not(ancestor::textarea or ancestor::code or ancestor::pre)]"))
    for word in PROGRAMMERS_WORDS.findall(text):
        yield f"shows {word}"
    yield from faults_of_words(page)
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    for name, n in ids.items():
        if n > 1:
            yield f"{n} elements with the id {name}"
    for control in page.xpath("//input[not(@type='hidden') and not(@type='submit')] | //select | //textarea"):
        if not _has_label(page, control):
            yield f"no label for {control.get('name')}"


def _has_label(page: html.HtmlElement, control: html.HtmlElement) -> bool:
    if control.get("aria-label") or control.get("aria-labelledby") or control.xpath("ancestor::label"):
        return True
    return any(label.get("for") == control.get("id") for label in page.iter("label"))


def _local(base: str, link: str) -> str | None:
    """The address within the site, None for a link that leads elsewhere or nowhere."""
    address = urldefrag(urljoin(f"http://localhost{base}", link)).url
    parts = urlsplit(address)
    if not link or parts.scheme != "http" or parts.netloc != "localhost":
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _kind(address: str) -> str:
    asked = ",".join(sorted(pair.partition("=")[0] for pair in urlsplit(address).query.split("&")))
    return f"{_path(address)}?{asked}"


def _path(address: str) -> str:
    return re.sub(r"\d+", "N", urlsplit(address).path)


class _recording:
    """Notes the name of every template that is rendered meanwhile."""

    def __init__(self, app: Flask, names: set[str]) -> None:
        self.app, self.names = app, names

    def __enter__(self) -> None:
        template_rendered.connect(self._note, self.app)

    def __exit__(self, *_: object) -> None:
        template_rendered.disconnect(self._note, self.app)

    def _note(self, _sender: Flask, template: Template, **_context: object) -> None:
        if template.name:
            self.names.add(template.name)
