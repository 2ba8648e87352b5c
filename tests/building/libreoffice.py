"""What marks a test that needs LibreOffice, or its Calc, which not every machine has."""

import shutil

import pytest

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: it lays out pages and reads RTF"
)
needs_calc = pytest.mark.skipif(
    shutil.which("localc") is None, reason="LibreOffice Calc is not installed: it saves workbooks again"
)
