"""The one error that only the command line knows: nobody takes its output any more."""


class OutputLost(Exception):
    """Standard output or standard error could not be written; `error` says why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error
