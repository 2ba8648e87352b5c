"""What a person reads in the file of an exported list, whichever its kind."""

import io
from itertools import chain

import docx
import openpyxl


def words_in(content: bytes, kind: str) -> str:
    """The cells of a .csv, .xlsx or .docx, a line for each row, and the paragraphs of a .docx."""
    if kind == "csv":
        return content.decode("utf-8-sig")
    if kind == "xlsx":
        rows = chain.from_iterable(
            sheet.iter_rows(values_only=True) for sheet in openpyxl.load_workbook(io.BytesIO(content))
        )
        return "\n".join("\t".join(str(cell or "") for cell in row) for row in rows)
    paper = docx.Document(io.BytesIO(content))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    return "\n".join([*(line.text for line in paper.paragraphs), *map("\t".join, rows)])
