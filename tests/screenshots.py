"""Makes the README's pictures with the program itself: `make screenshots`.

They show the starter library, in a home folder that is thrown away.
"""

import asyncio
import os
import tempfile
from pathlib import Path

from tests.pictures import picture

PICTURES = Path(__file__).parents[1] / "assets" / "screenshots"


async def _picture(name: str, size: tuple[int, int], theme: str, keys: list[str]) -> None:
    from reader.library import Library
    from reader.tui.app import ReaderApp

    with Library.open(starter=True) as library:
        library.indexing.drain()
        library.session.remember({"theme": theme, "view": "All", "query": "", "release": ""})
        app = ReaderApp(library)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(
                    *(["space" if char == " " else char for char in key[1:]] if key[0] == ">" else [key])
                )
                await pilot.pause(0.2)
            await pilot.pause(0.5)
            (PICTURES / f"{name}.svg").write_text(picture(app), encoding="utf-8")
        app.stop_working()
    print(PICTURES / f"{name}.svg")


async def _all() -> None:
    search = ["slash", ">surion", "enter", "b", "a", ">Ask KAI which buyers in Africa.", "escape"]
    await _picture("reader", (120, 36), "dark", search)
    await _picture("small", (80, 24), "light", ["slash", ">standards", "enter"])


def main() -> None:
    """Make them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["PRESSREADER_HOME"] = home
        asyncio.run(_all())


if __name__ == "__main__":
    main()
