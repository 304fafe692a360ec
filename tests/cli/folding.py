"""What was said on a narrow screen, wherever its lines were broken."""


def says(text, wanted):
    """Whether a text has a piece, however the two are broken into lines."""
    return _unbroken(wanted) in _unbroken(text)


def _unbroken(text):
    return "".join(text.split())
