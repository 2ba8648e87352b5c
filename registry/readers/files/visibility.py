"""What a reader takes for the text: not words that are hidden, struck or deleted, nor a slanted watermark."""

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HIDING = ("vanish", "webHidden", "strike", "dstrike")
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "rt")}
_OFF = ("0", "false", "off")
_DEEPEST = 20  # styles based on one another; Word itself allows eleven
_SLANT = 10.0  # degrees off the sides of the paper; a crooked scan is less
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[\w-]*\s*:[^;]*line-through",
    re.I,
)
_UNSEEN_TAGS = {"s", "strike", "del", "rt", "rp", "template"}


@dataclass
class Visibility:
    """The properties that hide words: those of the document's styles, and of the runs that have a style or their own.

    A property is on (True), off (False), or absent; the nearest one counts.
    """

    defaults: dict[str, bool] = field(default_factory=dict)
    styles: dict[str, dict[str, bool]] = field(default_factory=dict)
    default_style: str = ""

    def shows(self, element: etree._Element) -> bool:
        """Whether a reader sees the text, tab or break `element` of a run."""
        run = None
        for ancestor in element.iterancestors():
            if ancestor.tag in _UNSEEN or (ancestor.tag == f"{_W}tr" and _is_unseen_row(ancestor)):
                return False
            if run is None and ancestor.tag == f"{_W}r":
                run = ancestor
        if run is None:
            return True
        properties = run.find(f"{_W}rPr")
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        of_paragraph = _value(paragraph, f"{_W}pPr/{_W}pStyle") or self.default_style
        of_run = self.styles.get(_value(properties, f"{_W}rStyle"), {})
        return not any(
            (self.defaults | self.styles.get(of_paragraph, {}) | of_run | _switches(properties)).values()
        )


def read_visibility(styles: etree._Element | None) -> Visibility:
    """The hiding properties of a document's styles, from the root of styles.xml."""
    result = Visibility()
    if styles is None:
        return result
    result.defaults = _switches(styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
    elements = {style.get(f"{_W}styleId", ""): style for style in styles.iterchildren(f"{_W}style")}
    for name, style in elements.items():
        result.styles[name] = _inherited(name, elements)
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on"):
            result.default_style = name
    return result


def is_removed(paragraph: etree._Element) -> bool:
    """Whether the mark at the paragraph's end is hidden or deleted: without visible words nothing of it is left."""
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    if mark is None:
        return False
    return any(_switches(mark).values()) or any(child.tag in _UNSEEN for child in mark)


def is_slanted(degrees: float) -> bool:
    """Whether words at this angle run across the paper, as those of a watermark do."""
    return _SLANT < degrees % 90 < 90 - _SLANT


def drop_hidden(root: html.HtmlElement) -> None:
    """Take the elements of a web page that no reader sees, and those that are struck, out of its tree."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "head", "body", "meta"):
            continue
        is_hidden = "hidden" in element.attrib or _HIDING_STYLE.search(element.get("style", ""))
        if (element.tag in _UNSEEN_TAGS or is_hidden) and element.getparent() is not None:
            element.drop_tree()


def _inherited(name: str, elements: dict[str, etree._Element]) -> dict[str, bool]:
    """The properties of the style and of those that it is based on."""
    result: dict[str, bool] = {}
    for _ in islice(elements, _DEEPEST):
        if name not in elements:
            break
        result = _switches(elements[name].find(f"{_W}rPr")) | result
        name = _value(elements[name], f"{_W}basedOn")
    return result


def _switches(properties: etree._Element | None) -> dict[str, bool]:
    if properties is None:
        return {}
    switches = ((name, properties.find(f"{_W}{name}")) for name in _HIDING)
    return {name: switch.get(f"{_W}val", "1") not in _OFF for name, switch in switches if switch is not None}


def _is_unseen_row(row: etree._Element) -> bool:
    properties = row.find(f"{_W}trPr")
    return properties is not None and any(
        child.tag == f"{_W}del" or (child.tag == f"{_W}hidden" and child.get(f"{_W}val", "1") not in _OFF)
        for child in properties
    )


def _value(holder: etree._Element | None, path: str) -> str:
    child = holder.find(path) if holder is not None else None
    return child.get(f"{_W}val", "") if child is not None else ""
