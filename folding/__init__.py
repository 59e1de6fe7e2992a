"""One spelling of a text for comparing, searching and sorting; what was typed is stored as it was typed."""
