"""The forms of a dispute and of what belongs to it, a file a subject."""
