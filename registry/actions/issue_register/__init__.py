"""What people do with the issue register (发文登记簿): import a list, add to it, match, mark and remove lines."""
