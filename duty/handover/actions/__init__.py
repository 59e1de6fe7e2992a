"""What is done with a hand-over: opened and followed by the job, signed and closed by people."""
