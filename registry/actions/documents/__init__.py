"""What people do with a document: register, correct and publish it, and record its events."""
