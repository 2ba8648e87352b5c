"""What is done with an announced consultation: comments come in, are answered, and are summed up."""
