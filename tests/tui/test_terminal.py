"""The driver of a terminal that is closed under the reader."""

import io
import threading

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from reader.tui.terminal import _Lasting


class Gone(io.StringIO):
    """A terminal that was closed."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")

    def flush(self) -> None:
        raise OSError(5, "Input/output error")


def _burst(writer: WriterThread) -> None:
    for _ in range(3 * MAX_QUEUED_WRITES):
        writer.write("x")


def test_writing_to_a_terminal_that_is_gone_never_waits() -> None:
    writer = WriterThread(_Lasting(Gone()))  # type: ignore[arg-type]
    writer.start()
    burst = threading.Thread(target=_burst, args=(writer,), daemon=True)
    burst.start()
    burst.join(10)
    assert not burst.is_alive()
    writer.stop()
