"""The one refusal of a file as a whole."""


class Unreadable(Exception):
    """The file is not taken; the text is the true cause and what to do, in the user's language."""
