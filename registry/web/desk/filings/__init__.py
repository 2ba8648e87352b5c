"""Filings: the list, one filing with its clock and papers, and the page of each move."""

from registry.web.desk.filings.show import pages as pages
