"""Content at a place of its own on the page, which the text around it does not move and does not flow around."""

from docx.oxml.ns import nsdecls

_EMU = 36_000  # in a millimetre
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_NS = f'{nsdecls("wp", "a")} xmlns:wps="{_SHAPE}"'
_NO_INSETS = 'lIns="0" tIns="0" rIns="0" bIns="0"'


def placed(blocks: str, name: str, number: int, box: tuple[float, float, float, float]) -> str:
    """A run with the blocks in a box: left, top, width and height in millimetres from the upper left of the page.

    The box belongs to the page of the paragraph that holds the run; numbers are unique in a paper.
    """
    left, top, width, height = (round(edge * _EMU) for edge in box)
    return (
        f'<w:r><w:drawing><wp:anchor {_NS} distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        f' relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{blocks}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr rot="0" vert="horz" wrap="square" {_NO_INSETS} anchor="t"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
