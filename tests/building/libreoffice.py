"""What marks a test that needs LibreOffice, which not every machine has."""

import shutil

import pytest

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: it lays out pages and reads RTF"
)
