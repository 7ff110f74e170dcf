"""A store of robots.txt in memory."""

from reader.fetch.robots import RobotsEntry


class KeptRobots:
    """What a run of the program would keep for the next one."""

    def __init__(self) -> None:
        self.entries: dict[str, RobotsEntry] = {}

    def get(self, origin: str) -> RobotsEntry | None:
        return self.entries.get(origin)

    def put(self, origin: str, entry: RobotsEntry) -> None:
        self.entries[origin] = entry
