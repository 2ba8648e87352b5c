"""What people do with the issue register (发文登记簿): hand it in, add to it, match it."""
