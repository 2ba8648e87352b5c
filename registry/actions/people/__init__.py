"""What is done with accounts: users, passwords, sign-in, saved views, notices read."""
