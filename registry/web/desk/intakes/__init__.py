"""Imports: the list, one intake with its dry run, and what a person says of single rows."""

from registry.web.desk.intakes import rows as rows
from registry.web.desk.intakes.show import pages as pages
