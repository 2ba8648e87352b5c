"""The issue register (发文登记簿): its lists, handing one in, and matching its lines."""

from registry.web.desk.issue_register.show import pages as pages
