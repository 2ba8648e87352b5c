"""What people do in a cleanup round: open it, decide outcomes, check the gate, release the list."""
