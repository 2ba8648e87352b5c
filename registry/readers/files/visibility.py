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
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[\w-]*\s*:[^;]*line-through"
    r"|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.I,
)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:;|!|$)", re.I)
_SIZE = re.compile(r"font-size\s*:", re.I)
_SHOWN = re.compile(r"(display|visibility)\s*:\s*(?!none|hidden|collapse)[a-z]", re.I)
_COMMENTS_AND_MEDIA = re.compile(r"/\*.*?\*/|<!--|-->|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)", re.I)
_MOST_RULES = 2000
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
    by_rule = _hidden_by_rules(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "head", "body", "meta"):
            continue
        style = element.get("style", "")
        is_hidden = (
            "hidden" in element.attrib
            or _HIDING_STYLE.search(style)
            or (_NO_SIZE.search(style) and not _restores_size(element))
            or (element in by_rule and not _SHOWN.search(style))
        )
        if (element.tag in _UNSEEN_TAGS or is_hidden) and element.getparent() is not None:
            element.drop_tree()


def _hidden_by_rules(root: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements that a rule of the page's own style sheets hides; of two rules for one selector the last counts.

    Rules for a kind of screen or paper, and selectors that look at more than names and ancestors, are left out.
    """
    sheets = "\n".join(sheet.text_content() for sheet in root.iter("style"))
    hides: dict[str, bool] = {}
    for selectors, body in islice(_RULE.findall(_COMMENTS_AND_MEDIA.sub(" ", sheets)), _MOST_RULES):
        is_hiding = bool(_HIDING_STYLE.search(body) or _NO_SIZE.search(body))
        for selector in selectors.split(","):
            if is_hiding or _SHOWN.search(body):
                hides[selector.strip()] = is_hiding
    paths = [_path(selector) for selector, is_hiding in hides.items() if is_hiding]
    return {element for path in paths if path for element in root.xpath(path) if not _restores_size(element)}


def _path(selector: str) -> str:
    """The XPath of a selector of names, classes and ids (div.note, #menu li); "" for any other selector."""
    steps = []
    for compound in selector.split():
        match = _COMPOUND.fullmatch(compound)
        if match is None:
            return ""
        marks = re.findall(r"([.#])([\w-]+)", match[2])
        tests = [
            f"[@id='{name}']"
            if mark == "#"
            else f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            for mark, name in marks
        ]
        steps.append(f"//{(match[1] or '*').lower()}{''.join(tests)}")
    return "".join(steps)


def _restores_size(element: html.HtmlElement) -> bool:
    """Whether words inside have a size again: a size of nothing on a frame only closes the gaps between its parts."""
    inner = (child.get("style", "") for child in element.iterdescendants())
    return any(_SIZE.search(style) and not _NO_SIZE.search(style) for style in inner)


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
