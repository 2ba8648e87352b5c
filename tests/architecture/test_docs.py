"""What the documents promise is there: their images and links, and every command of `registry` in its handbook."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from registry.cli import main
from tests.architecture.tree import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
WIDTH_PX, MOST_BYTES = 1280, 200_000


def _links(document: Path) -> Iterator[tuple[bool, str]]:
    """(is an image, address) of every link that leads to a place of this project."""
    for mark, address in LINK.findall(document.read_text("utf-8")):
        if not address.startswith(("http://", "https://", "mailto:")):
            yield bool(mark), address


def _heading_ids(document: Path) -> set[str]:
    """The anchors that readers of Markdown make of its headings."""
    headings = re.findall(r"^#+ +(.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    dead = []
    for _, address in _links(document):
        name, _, anchor = address.partition("#")
        target = (document.parent / name).resolve() if name else document
        if not target.exists() or (anchor and anchor not in _heading_ids(target)):
            dead.append(address)
    assert not dead


def test_every_image_is_shown_somewhere_and_small() -> None:
    shown = {
        (document.parent / address).resolve()
        for document in DOCUMENTS
        for is_image, address in _links(document)
        if is_image
    }
    kept = set((ROOT / "docs" / "images").glob("*"))
    assert shown == kept
    for image in kept:
        content = image.read_bytes()
        assert content.startswith(b"\x89PNG"), image.name
        assert struct.unpack(">I", content[16:20]) == (WIDTH_PX,), image.name
        assert len(content) < MOST_BYTES, image.name


def test_every_command_is_in_the_handbook() -> None:
    handbook = (ROOT / "docs" / "operating.md").read_text("utf-8").replace("\\|", "|")
    commands = list(_commands(main, "registry"))
    assert len(commands) > 10
    assert not [command for command in commands if not _names(handbook, command)]


def _commands(command: click.Command, name: str) -> Iterator[str]:
    """The full names of the commands that do something: "registry cleanup open"."""
    if not isinstance(command, click.Group):
        yield name
        return
    context = click.Context(command)
    for part in command.list_commands(context):
        inner = command.get_command(context, part)
        assert inner is not None, f"{name} {part}"
        yield from _commands(inner, f"{name} {part}")


def _names(handbook: str, command: str) -> bool:
    """Whether it is named in full, or as one of several: `registry cleanup open|outcomes`."""
    group, _, last = command.rpartition(" ")
    return bool(re.search(rf"`{re.escape(group)} (?:[\w-]+\|)*{re.escape(last)}(?![\w-])", handbook))
