import pypdfium2
import pytest

from registry.readers.files.pdf import pdf_text

UPRIGHT = "1 0 0 1"
SLANTED = "0.7 0.7 -0.7 0.7"
TEXT = [("Forest rules", UPRIGHT, 70, 700), ("Plant trees.", UPRIGHT, 70, 650)]
LINES = ["Forest rules", "Plant trees."]


def printed(*words: tuple[str, str, int, int]) -> list[str]:
    """The lines read from a page of 595 × 842 points on which the words are drawn: (words, matrix, x, y)."""
    drawn = "".join(f"BT /F 12 Tf {matrix} {x} {y} Tm ({text}) Tj ET\n" for text, matrix, x, y in words)
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}endstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{number} 0 obj{content}endobj\n" for number, content in enumerate(objects, 1))
    file = f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 6>>\n%%EOF"
    text = pdf_text(pypdfium2.PdfDocument(file.encode("ascii")))
    return [line for line in text.splitlines() if line]


def test_a_slanted_watermark_is_no_part_of_the_text() -> None:
    mark = [("Office 0101", SLANTED, 100 * n, 600) for n in (1, 2, 3)]
    assert printed(*mark, *TEXT) == printed(*TEXT, *mark) == LINES


@pytest.mark.parametrize("matrix", [UPRIGHT, "0 1 -1 0", "0.999 0.03 -0.03 0.999"])
def test_words_along_the_paper_are_text_and_so_is_a_crooked_scan(matrix: str) -> None:
    assert "Annex" in printed(*TEXT, ("Annex", matrix, 300, 300))


def test_a_page_of_slanted_words_only_is_read() -> None:
    assert printed(("Notice", SLANTED, 200, 300)) == ["Notice"]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        ("2024/5/6 10:20 Forest rules_County", "https://www.example.gov.cn/art_1.html 1/12"),
        ("5/6/24, 10:20 AM Forest rules", "file:///C:/a.html 1/1"),
        ("Forest rules https://www.example.gov.cn/", "1 of 2 2024/5/6, 10:20"),
    ],
)
def test_the_margins_that_a_browser_prints_are_no_part_of_the_text(top: str, bottom: str) -> None:
    assert printed((top, UPRIGHT, 20, 824), (bottom, UPRIGHT, 20, 14), *TEXT) == LINES
    assert printed(*TEXT, (top, UPRIGHT, 20, 824), (bottom, UPRIGHT, 20, 14)) == LINES


@pytest.mark.parametrize(
    ("top", "y"), [("County gazette", 824), ("1/3", 824), ("2024/5/6 10:20 https://a.cn 1/1", 600)]
)
def test_other_words_at_the_edge_and_the_same_in_the_text_are_text(top: str, y: int) -> None:
    assert top in printed((top, UPRIGHT, 20, y), *TEXT)
