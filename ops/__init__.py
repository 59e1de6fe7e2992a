"""How the system is started, tested and looked after: one command each, on a bare machine."""
