"""The parts of ECMA-376 that matter to papers, held as code: order of elements, unique ids, cells, footers.

A person who has the transitional schemas can validate the papers against them: docs/decisions/034 and CONTRIBUTING tell how.
"""

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise

import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.exports.hard import HARD
from tests.exports.papers import samples

# The children that we write, in the order of the schema.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN snapToGrid "
    "spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts color spacing w sz szCs lang",
    "tblPr": "tblpPr tblW jc tblBorders tblLayout tblCellMar tblCaption",
    "tblBorders": "top left bottom right insideH insideV",
    "pBdr": "top bottom",
    "anchor": "simplePos positionH positionV extent effectExtent wrapNone docPr cNvGraphicFramePr graphic",
    "wsp": "cNvSpPr spPr txbx bodyPr",
    "tcPr": "tcW gridSpan textDirection vAlign",
    "sectPr": "footerReference pgSz pgMar cols titlePg docGrid",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "style": "name basedOn qFormat pPr rPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
}
CHOICE = {"trPr": {"cantSplit", "tblHeader", "trHeight"}}
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


PAPERS = {**HARD, **samples.PAPERS}


@pytest.fixture(params=PAPERS, scope="module")
def package(request: pytest.FixtureRequest) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(PAPERS[request.param]()))


def roots(package: zipfile.ZipFile) -> Iterator[tuple[str, etree._Element]]:
    for name in package.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            yield name, etree.fromstring(package.read(name))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def test_elements_stand_in_the_order_of_the_schema(package: zipfile.ZipFile):
    faults = []
    for part, root in roots(package):
        for element in root.iter(*(f"{{*}}{name}" for name in (*ORDER, *CHOICE))):
            names = [_name(child) for child in element]
            if _name(element) in CHOICE:
                faults += [(part, names)] if set(names) - CHOICE[_name(element)] else []
                continue
            order = ORDER[_name(element)].split()
            places = [order.index(name) if name in order else -1 for name in names]
            if places != sorted(places) or -1 in places:
                faults.append((part, _name(element), names))
    assert not faults


def test_every_row_fills_the_grid_and_every_cell_ends_with_a_paragraph(package: zipfile.ZipFile):
    for _, root in roots(package):
        for table in root.iter(qn("w:tbl")):
            grid = [int(column.get(qn("w:w"), "0")) for column in table.iter(qn("w:gridCol"))]
            for row in table.iter(qn("w:tr")):
                cells = row.findall(qn("w:tc"))
                spans = [
                    int(cell.xpath("string(.//w:gridSpan/@w:val)", namespaces=root.nsmap) or 1)
                    for cell in cells
                ]
                assert sum(spans) == len(grid)
                widths = [int(cell.xpath("string(.//w:tcW/@w:w)", namespaces=root.nsmap)) for cell in cells]
                assert sum(widths) == sum(grid)
                assert all(_name(cell[-1]) == "p" for cell in cells)


def test_ids_and_bookmarks_are_unique_and_every_link_leads_somewhere(package: zipfile.ZipFile):
    body = etree.fromstring(package.read("word/document.xml"))
    starts, ends = ([*body.iter(qn(f"w:bookmark{end}"))] for end in ("Start", "End"))
    ids = [mark.get(qn("w:id")) for mark in starts]
    assert len(ids) == len(set(ids))
    assert ids == [mark.get(qn("w:id")) for mark in ends]
    names = [mark.get(qn("w:name")) for mark in starts]
    assert len(names) == len(set(names))
    assert {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} == set(names)
    boxes = [box.get("id") for box in body.iter("{*}docPr")]
    assert len(boxes) == len(set(boxes))


def test_every_section_names_its_own_odd_and_even_footers(package: zipfile.ZipFile):
    body = etree.fromstring(package.read("word/document.xml"))
    rels = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = {rel.get("Id"): rel.get("Target") for rel in rels if str(rel.get("Type")).endswith("/footer")}
    sections = [*body.iter(qn("w:sectPr"))]
    for section in sections:
        is_turned = section.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
        references = section.findall(qn("w:footerReference"))
        assert [reference.get(qn("w:type")) for reference in references] == ["default", "even"]
        for reference, side in zip(references, ("right", "left"), strict=True):
            footer = package.read(f"word/{targets[reference.get(_R)]}").decode()
            assert ("tbRl" in footer) == is_turned
            assert f'<w:jc w:val="{side}"/>' in footer
    assert _name(body[0][-1]) == "sectPr"
    types = package.read("[Content_Types].xml").decode()
    assert all(f'PartName="/word/{target}"' in types for target in targets.values())


def test_a_table_stands_between_paragraphs(package: zipfile.ZipFile):
    body = etree.fromstring(package.read("word/document.xml"))[0]
    for story in (body, *body.iter(qn("w:txbxContent"))):
        names = [_name(block) for block in story]
        assert names[-1] in {"p", "sectPr"}
        assert all(after == "p" for block, after in pairwise(names) if block == "tbl")


def test_what_stands_at_a_place_of_its_own_is_measured_from_the_page(package: zipfile.ZipFile):
    body = etree.fromstring(package.read("word/document.xml"))
    for anchor in body.iter("{*}anchor"):
        assert {side.get("relativeFrom") for side in anchor if _name(side).startswith("position")} == {"page"}
        assert not [*anchor.iterancestors(qn("w:tc"))]


def test_no_gap_stands_beside_digits_and_no_full_stop_in_the_margin(package: zipfile.ZipFile):
    styles = etree.fromstring(package.read("word/styles.xml"))
    (normal,) = (style for style in styles if style.get(qn("w:styleId")) == "Normal")
    for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        switches = [*styles.iter(qn(f"w:{name}"))]
        assert [switch.get(qn("w:val")) for switch in switches] == ["0"]
        assert switches[0].getparent().getparent() is normal
