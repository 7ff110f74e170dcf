"""The user's own day; apart from the search, which takes long to load."""

import datetime
import os

from reader.errors import UsageError


def today() -> datetime.date:
    """The day that `date:today` means: `PRESSREADER_TODAY`, else this computer's.

    Raises UsageError when the variable holds no day.
    """
    given = os.environ.get("PRESSREADER_TODAY")
    if not given:
        return datetime.date.today()  # noqa: DTZ011 - the user's own day is meant
    try:
        return datetime.date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(
            f"PRESSREADER_TODAY is “{given}”, which is no day: write it as 2025-12-31."
        ) from error
