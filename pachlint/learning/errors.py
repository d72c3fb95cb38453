"""What keeps a template from being followed."""


class NotFollowedError(Exception):
    """What a template does is beyond what is followed here."""
