"""How the program behaves towards servers."""

from typing import NamedTuple

from reader import __version__
from reader.config import SyncConfig

PRODUCT = "PressReader"
"""The name that robots.txt may address."""
USER_AGENT = f"{PRODUCT}/{__version__}"
_MAX_BYTES = 20 << 20


class Manners(NamedTuple):
    """Limits and pauses; times in seconds."""

    pause: float
    """From the end of a request to the start of the next one at the same host."""
    jitter: float
    """At most so much is added to a pause, by chance."""
    hosts: int
    """Hosts asked at the same time."""
    timeout: float
    """For a connection, and for each wait until more bytes come."""
    total: float
    """For one whole answer, however steadily it trickles."""
    attempts: int
    """How often a document is asked for before it has failed."""
    max_bytes: int = _MAX_BYTES
    """Of a document, after decompression."""
    user_agent: str = USER_AGENT

    @classmethod
    def of(cls, config: SyncConfig) -> "Manners":
        """As the user set them. A pause grows by up to a quarter; a document has six times the time of one wait."""
        return cls(
            config.pause, config.pause / 4, config.hosts, config.timeout, config.timeout * 6, config.attempts
        )
