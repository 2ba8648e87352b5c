"""Writing: facts in, the bytes of a .docx, .xlsx or .csv out. No database, no clock."""
