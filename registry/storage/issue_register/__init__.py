"""The issue register (发文登记簿): its entries, their matches with documents, and its lists."""
