"""Listings of the tests' own, with the quirks of real ones: two wordings, a cut text, a caption beside its release,
curly quotes, dashes, enumerations, a Korean headline, entries with and without a category."""

from pathlib import Path

_PORT = (
    "The Ministry of Harbours held the 4th Port Forum on Monday, March 3, at Pier 9 in Busan. More than 60 experts "
    "from twelve countries discussed shore power, safe ammonia and the price of berths. Vice Minister Han Mi-rae "
    "said that “ports will be where the energy transition is won or lost,” and asked terminal operators to publish "
    "their figures every quarter. She added that “nobody should have to guess what a berth costs.” Port Data "
    "Initiative The forum agreed to open a common register by June. ❶ Berths and their prices ❷ Waiting times "
    "❸ Emissions of ships at anchor. Exports through Busan rose 6.7 percent year-on-year to USD 59.6 billion."
)

LISTING = "\n".join(
    [
        "-",
        "Energy",
        "Shore Power to Reach Twelve Ports by 2027",
        f"{_PORT} date2025-03-04",
        "-",
        "Two Ministers Meet in Busan",
        "The two ministers met in Busan on Sunday and agreed to go on with their talks on tariffs and quota. "
        "R&D in the U.S. was discussed as well. date2025-03-03",
        "-",
        "Trade/Investment",
        "Photo: Ministers at the Quay",
        "Minister Seo and his guest at the quay of Busan on Sunday. date2025-03-03",
        "-",
        "Industry",
        "Steelmakers Publish Their “Green” Plan",
        "Six steelmakers published a plan on Friday. It names FA-50 alloys and a furnace in Pohang. date2025-02-28",
        "-",
        "Industry",
        "Steelmakers publish their 'green' plan",
        "Seven steelmakers published a plan on Friday. It names FA-50 alloys and a furnace in Pohang. date2025-02-28",
        "-",
        "FTA/Economic Cooperation",
        "Fifth Round of Talks on the Lake Agreement",
        "The fifth round began in the capital on Wednesday. Delegates expect to establish a director-level bilatera "
        "date2025-02-26",
        "-",
        "산업통상부 항만 회의 개최",
        "산업통상부는 부산에서 항만 회의를 열었다. 다음 회의는 오월에 열린다. date2025-02-25",
        "-",
        "Industry",
        "K-Battery Makers Ask for a Clear Rule",
        "Battery makers asked for a rule on recycling. [red]Nothing here is markup[/red]. date2025-02-20",
        "",
    ]
)


def many(count: int) -> str:
    """A listing of `count` short releases, newest first, one a day."""
    from datetime import date, timedelta

    first = date(2025, 2, 1)
    return "".join(
        f"-\nIndustry\nRelease number {n} on tariffs\nText number {n} ends here. date{first - timedelta(days=n)}\n"
        for n in range(count)
    )


def write(folder: Path, text: str = LISTING) -> Path:
    """The listing as a file in a folder."""
    path = folder / "listing.txt"
    path.write_text(text, encoding="utf-8")
    return path
