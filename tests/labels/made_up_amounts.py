"""Releases of nobody, with the amounts, shares and acronyms that a reader finds in them.

Labelled by reading, before any rule was run on them.

The first half was there while the rules were written; the second was written and labelled after them, and what it
showed to be missing has been added since.
"""

from typing import NamedTuple

from reader.facts import FigureKind


class Amount(NamedTuple):
    """An amount of money or a share, as it should be found."""

    text: str
    value: float
    high: float | None = None
    currency: str | None = None
    unit: str | None = None
    base: str | None = None

    @property
    def kind(self) -> FigureKind:
        """Money has a currency, even where nobody can say which."""
        return "money" if self.currency else "percent"


class Labelled(NamedTuple):
    """A release, and what is in it in the order of the text."""

    day: str
    body: str
    amounts: tuple[Amount, ...]
    acronyms: tuple[tuple[str, str], ...] = ()


KNOWN = (
    Labelled(
        "2025-03-01",
        "The Ministry of Harbours and Shipping (MOHS, Minister Seo Ha-neul) announced on Saturday, March "
        "1, that exports of the month rose 6.7 percent year-on-year to USD 59.6 billion, while imports "
        "fell by 3.2 percent from a year earlier to USD 54.1 billion, leaving a surplus of USD 5.5 "
        "billion. Outbound shipments of ships were up 41.4 percent, and those of steel were down 10.5 "
        "percent compared to the same period last year. Machinery posted a 6.1 percent decrease, its "
        "third in a row. By region, exports to the Lake Union (LU) climbed 12.0 percent and those to the "
        "Southern Isles slid 0.4 percent. Semiconductors accounted for 21.3 percent of total exports, up "
        "2.4 percentage points from the previous year. Average daily exports edged up 0.2% to $2.65 bn.",
        (
            Amount("6.7 percent", 6.7, base="year-on-year"),
            Amount("USD 59.6 billion", 59.6e9, currency="USD"),
            Amount("3.2 percent", -3.2, base="from a year earlier"),
            Amount("USD 54.1 billion", 54.1e9, currency="USD"),
            Amount("USD 5.5 billion", 5.5e9, currency="USD"),
            Amount("41.4 percent", 41.4),
            Amount("10.5 percent", -10.5, base="compared to the same period last year"),
            Amount("6.1 percent", -6.1),
            Amount("12.0 percent", 12.0),
            Amount("0.4 percent", -0.4),
            Amount("21.3 percent", 21.3),
            Amount("2.4 percentage points", 2.4, unit="pp", base="from the previous year"),
            Amount("0.2%", 0.2),
            Amount("$2.65 bn", 2.65e9, currency="USD"),
        ),
        (("MOHS", "Ministry of Harbours and Shipping"), ("LU", "Lake Union")),
    ),
    Labelled(
        "2025-06-18",
        "The government will invest KRW 1.2 trillion through 2030 in the Shore Power Initiative (SPI), of "
        "which 300 billion won comes from the ports themselves. A fund worth between USD 2.7 and 3.7 "
        "billion is planned, together with loans of EUR 450 million to 600 million and a €35m grant. "
        "Yards asked for 53–61 percent of the costs; the ministry offers 10 to 20 percent. The rate goes "
        "from 25 percent to 15 percent on July 1. Each berth costs around 29-billion won, or some US$21 "
        "million. FA-50 cranes, ISO 9001 audits and Article 3 of the Act stay as they are. For details "
        "call 044-203-5320 (ext. 12).",
        (
            Amount("KRW 1.2 trillion", 1.2e12, currency="KRW"),
            Amount("300 billion won", 300e9, currency="KRW"),
            Amount("USD 2.7 and 3.7 billion", 2.7e9, 3.7e9, "USD"),
            Amount("EUR 450 million to 600 million", 450e6, 600e6, "EUR"),
            Amount("€35m", 35e6, currency="EUR"),
            Amount("53–61 percent", 53, 61),
            Amount("10 to 20 percent", 10, 20),
            Amount("25 percent", 25),
            Amount("15 percent", 15),
            Amount("29-billion won", 29e9, currency="KRW"),
            Amount("US$21 million", 21e6, currency="USD"),
        ),
        (("SPI", "Shore Power Initiative"),),
    ),
    Labelled(
        "2024-10-07",
        "KLIN (Korea Lighthouse Institute of Navigation) and the Agency for Tide Measurement, hereinafter "
        "“ATM,” will test dual-use buoys (DUBs) with small and medium-sized enterprises (SMEs). The tests "
        "(see above) begin on Monday (October 14) and cost A$12.5 million, of which C$3 million is paid "
        "in 2025 (2025 budget). “By 2030 we will cut greenhouse gas (GHG) emissions by 40 percent "
        "compared to 2018 levels,” said Director General Moon (Planning). Research and development (R&D) "
        "spending will double, and three-fourths of it goes to the H2 Ferry Project (H2FP). A buoy lasts "
        "15 years and saves 5 percent of fuel; prices may swing by ±3%. He noted that the fee, HK$ "
        "900,000 a year, had dropped slightly by about 0.5 percentage point.",
        (
            Amount("A$12.5 million", 12.5e6, currency="AUD"),
            Amount("C$3 million", 3e6, currency="CAD"),
            Amount("40 percent", -40, base="compared to 2018 levels"),
            Amount("5 percent", 5),
            Amount("HK$ 900,000", 900_000, currency="HKD"),
            Amount("0.5 percentage point", -0.5, unit="pp"),
        ),
        (
            ("KLIN", "Korea Lighthouse Institute of Navigation"),
            ("ATM", "Agency for Tide Measurement"),
            ("DUBs", "dual-use buoys"),
            ("SMEs", "small and medium-sized enterprises"),
            ("GHG", "greenhouse gas"),
            ("R&D", "Research and development"),
            ("H2FP", "H2 Ferry Project"),
        ),
    ),
    Labelled(
        "2025-12-30",
        "In November, production decreased by 1.4 percent on-year and shipments by 0.9 percent, while "
        "stocks increased 2.2 percent month-on-month. Compared with the same month last year, retail "
        "sales fell 3.3 percent. Online sales (+8.1%) grew; department stores (-2.6%) did not. A 25 "
        "percent tariff on cable hits 12 percent of firms. The jobless rate was 2.7 percent, down 0.1%p "
        "from a year ago, and is expected to fall to 2.5 percent next year. The deficit narrowed to 20.4 "
        "billion yen, or JPY 20.4 bn; the debt ratio stands at fifty percent. The National Bureau of "
        "Weights and Tides (“NBWT”) and the Union of Cable Makers (UCM) met on December 29–30.",
        (
            Amount("1.4 percent", -1.4, base="on-year"),
            Amount("0.9 percent", -0.9),
            Amount("2.2 percent", 2.2, base="month-on-month"),
            Amount("3.3 percent", -3.3, base="Compared with the same month last year"),
            Amount("+8.1%", 8.1),
            Amount("-2.6%", -2.6),
            Amount("25 percent", 25),
            Amount("12 percent", 12),
            Amount("2.7 percent", 2.7),
            Amount("0.1%p", -0.1, unit="pp", base="from a year ago"),
            Amount("2.5 percent", 2.5),
            Amount("20.4 billion yen", 20.4e9, currency="JPY"),
            Amount("JPY 20.4 bn", 20.4e9, currency="JPY"),
            Amount("fifty percent", 50),
        ),
        (("NBWT", "National Bureau of Weights and Tides"), ("UCM", "Union of Cable Makers")),
    ),
    Labelled(
        "2025-05-09",
        "Vice Minister Oh met 16 companies from 12 countries on Friday, May 9. They pledged a hundred "
        "million dollars, half of it this year, and won 3 contracts worth 500,000 euros each. Growth of 2 "
        "percent to 3 percent is forecast for 2026. Of the 680 carriers, 100 percent were built at home. "
        "The 5G network, the KF-9 and the 2nd pier were shown. The Harbour Technology Council (HTC) and "
        "the Council of Harbour Towns (CHT, Chair Ms. Yu Da-in) signed two agreements. The Minister of "
        "Harbours and Shipping (MOHS) sent greetings, and Yun (Chung-hee) Bae of the Port of Nampo "
        "(photo) spoke. Shares rose 1.5 and 2.5 percent, respectively. RMB 8.4 billion and 70 million "
        "yuan were paid, 3,000 won a head.",
        (
            Amount("a hundred million dollars", 100e6, currency="USD"),
            Amount("500,000 euros", 500_000, currency="EUR"),
            Amount("2 percent to 3 percent", 2, 3),
            Amount("100 percent", 100),
            Amount("1.5", 1.5),
            Amount("2.5 percent", 2.5),
            Amount("RMB 8.4 billion", 8.4e9, currency="CNY"),
            Amount("70 million yuan", 70e6, currency="CNY"),
            Amount("3,000 won", 3000, currency="KRW"),
        ),
        (("HTC", "Harbour Technology Council"), ("CHT", "Council of Harbour Towns")),
    ),
    Labelled(
        "2026-01-15",
        "The Committee for Offshore Wind, known as COW, approved two wind farms of 300 MW and 1.4 GW. "
        "They cost 2 to 3 trillion won and $1.5–2 billion. Capacity will be raised from 10 percent to 20 "
        "percent of the total by 2035, and the share of imports reduced to 8 percent. Costs per unit are "
        "7.5% lower than in 2024, and power prices have declined by between 4 and 6 percent. The fall in "
        "prices of 12 percent reflects an annual growth rate of 6.4 percent in supply. Loans of £80 "
        "million carry interest of 3.25%, 25 basis points less than before. Power Purchase Agreements "
        "(PPAs), Renewable Energy Certificates (RECs) and the Carbon Border Adjustment Mechanism (CBAM) "
        "were explained; Environmental, Social and Governance (ESG) rules follow.",
        (
            Amount("2 to 3 trillion won", 2e12, 3e12, "KRW"),
            Amount("$1.5–2 billion", 1.5e9, 2e9, "USD"),
            Amount("10 percent", 10),
            Amount("20 percent", 20),
            Amount("8 percent", 8),
            Amount("7.5%", -7.5, base="than in 2024"),
            Amount("4 and 6 percent", -4, -6),
            Amount("12 percent", -12),
            Amount("6.4 percent", 6.4),
            Amount("£80 million", 80e6, currency="GBP"),
            Amount("3.25%", 3.25),
            Amount("25 basis points", -0.25, unit="pp"),
        ),
        (
            ("COW", "Committee for Offshore Wind"),
            ("PPAs", "Power Purchase Agreements"),
            ("RECs", "Renewable Energy Certificates"),
            ("CBAM", "Carbon Border Adjustment Mechanism"),
            ("ESG", "Environmental, Social and Governance"),
        ),
    ),
    Labelled(
        "2025-09-02",
        "Exports in August stood at $58.4 billion, up 1.3 percent on-year, with chips (15.1 billion "
        "dollars, up 27.1 percent) at a record high for August. Exports of cars came to USD 5.5 billion, "
        "an increase of 8.6 percent, and ships to USD 3.1 billion (up 11.8%). In contrast, petrochemicals "
        "recorded a 18.7 percent year-on-year decline to USD 3.4 billion. The Free Trade Agreement (FTA) "
        "with the Isles of Eun (IoE) entered into force. The Institute for Trade (the “Institute”) held "
        "the 3rd seminar for 250 officials (Room 301). Shipments to the U.S. shrank 12.0 percent as "
        "tariffs of 15 percent took hold, and those to China lost 2.9 percent.",
        (
            Amount("$58.4 billion", 58.4e9, currency="USD"),
            Amount("1.3 percent", 1.3, base="on-year"),
            Amount("15.1 billion dollars", 15.1e9, currency="USD"),
            Amount("27.1 percent", 27.1),
            Amount("USD 5.5 billion", 5.5e9, currency="USD"),
            Amount("8.6 percent", 8.6),
            Amount("USD 3.1 billion", 3.1e9, currency="USD"),
            Amount("11.8%", 11.8),
            Amount("18.7 percent", -18.7, base="year-on-year"),
            Amount("USD 3.4 billion", 3.4e9, currency="USD"),
            Amount("12.0 percent", -12.0),
            Amount("15 percent", 15),
            Amount("2.9 percent", -2.9),
        ),
        (("FTA", "Free Trade Agreement"), ("IoE", "Isles of Eun")),
    ),
    Labelled(
        "2025-11-12",
        "Photo: Minister Bang (left) and the President of the World Buoy Council (WBC) at the 9th Sea "
        "Expo (November 10–12) in Hall 3. More than 40,000 visitors came, 12 percent more than last year. "
        "The Sea Expo Organising Committee (SEOC, Chairman Pyo Dong-won) sold 1.1 million tickets at KRW "
        "15,000. Its digital transformation (DX) plan and AI transformation (AX) plan cost ten million "
        "euros; a VR (virtual reality) pier was shown.",
        (
            Amount("12 percent", 12, base="than last year"),
            Amount("KRW 15,000", 15_000, currency="KRW"),
            Amount("ten million euros", 10e6, currency="EUR"),
        ),
        (
            ("WBC", "World Buoy Council"),
            ("SEOC", "Sea Expo Organising Committee"),
            ("DX", "digital transformation"),
            ("AX", "AI transformation"),
            ("VR", "virtual reality"),
        ),
    ),
)

HELD_OUT = (
    Labelled(
        "2026-02-10",
        "The Fisheries Promotion Agency (FPA) said on Tuesday, February 10, that catches in 2025 totalled "
        "3.61 million tons, down 5.8 percent on the previous year, while the value of the catch gained "
        "1.3 percent to KRW 10.1 trillion. Squid landings plunged 41.7 percent, and anchovy fell a "
        "further 19 percent. The average price of a box went from 24,000 won to 31,500 won. Farmed "
        "seaweed, which makes up 62.9 percent of output, expanded 0.7 percent. Subsidies of up to 30 "
        "percent, capped at 50 million won per boat, are open until March 31. The agency keeps its target "
        "of USD 4.2 billion in exports for 2030.",
        (
            Amount("5.8 percent", -5.8, base="on the previous year"),
            Amount("1.3 percent", 1.3),
            Amount("KRW 10.1 trillion", 10.1e12, currency="KRW"),
            Amount("41.7 percent", -41.7),
            Amount("19 percent", -19),
            Amount("24,000 won", 24_000, currency="KRW"),
            Amount("31,500 won", 31_500, currency="KRW"),
            Amount("62.9 percent", 62.9),
            Amount("0.7 percent", 0.7),
            Amount("30 percent", 30),
            Amount("50 million won", 50e6, currency="KRW"),
            Amount("USD 4.2 billion", 4.2e9, currency="USD"),
        ),
        (("FPA", "Fisheries Promotion Agency"),),
    ),
    Labelled(
        "2025-07-21",
        "At the 2nd Battery Passport Forum (BPF), the Institute of Materials Testing (IMT, President Hyun "
        "Soo-ah) and the European Cell Makers’ Association (ECMA) presented lithium iron phosphate (LFP) "
        "cells. Prices have dropped by more than 20 percent since 2023, and analysts expect another 8% to "
        "10% decline. The joint fund of €1.25 billion, 40 percent of which is private, supports research "
        "in small modular reactors (SMRs) as well. Korea holds 18.4 percent of the market, 1.2 percentage "
        "points less than a year ago. Orders for the KX-7 (Type 2) reached $780 million. Participants may "
        "register under (02) 555-0199 until Friday.",
        (
            Amount("20 percent", -20),
            Amount("8% to 10%", -8, -10),
            Amount("€1.25 billion", 1.25e9, currency="EUR"),
            Amount("40 percent", 40),
            Amount("18.4 percent", 18.4),
            Amount("1.2 percentage points", -1.2, unit="pp", base="than a year ago"),
            Amount("$780 million", 780e6, currency="USD"),
        ),
        (
            ("BPF", "Battery Passport Forum"),
            ("IMT", "Institute of Materials Testing"),
            ("ECMA", "European Cell Makers’ Association"),
            ("LFP", "lithium iron phosphate"),
            ("SMRs", "small modular reactors"),
        ),
    ),
    Labelled(
        "2025-04-01",
        "March exports came to USD 58.3 billion (+3.1% y-o-y) and imports to USD 53.3 billion (+2.3% "
        "y-o-y). Of 15 main items, seven grew: displays (up 2.9 percent), ships (up 51.6 percent) and "
        "computers (up 33.1 percent) among them. Steel declined 10.6 percent and petroleum products 28.1 "
        "percent. Shipments to the United Isles (UI) rose by 2.3 percent, to the Lake Union by 9.8 "
        "percent; those to the Gulf Cooperation Board (GCB) contracted 12 percent. Minister Noh called a "
        "surplus of nearly five billion dollars “a relief.” “In the second quarter we must brace for "
        "tariffs of 10 or even 25 percent,” he said. The won weakened 4.1 percent against the dollar.",
        (
            Amount("USD 58.3 billion", 58.3e9, currency="USD"),
            Amount("+3.1%", 3.1, base="y-o-y"),
            Amount("USD 53.3 billion", 53.3e9, currency="USD"),
            Amount("+2.3%", 2.3, base="y-o-y"),
            Amount("2.9 percent", 2.9),
            Amount("51.6 percent", 51.6),
            Amount("33.1 percent", 33.1),
            Amount("10.6 percent", -10.6),
            Amount("28.1 percent", -28.1),
            Amount("2.3 percent", 2.3),
            Amount("9.8 percent", 9.8),
            Amount("12 percent", -12),
            Amount("five billion dollars", 5e9, currency="USD"),
            Amount("25 percent", 25),
            Amount("4.1 percent", -4.1),
        ),
        (("UI", "United Isles"), ("GCB", "Gulf Cooperation Board")),
    ),
    Labelled(
        "2025-10-15",
        "The National Hydrogen Council approved its 3rd Basic Plan on Wednesday, October 15. The plan "
        "mobilises public and private investment worth KRW 43 trillion between 2026 and 2030, including "
        "KRW 2.5-3 trillion a year for pipelines. Clean hydrogen is to supply 7.1 percent of power by "
        "2036. Costs should be lowered from the current 9,800 won per kilogram to 5,000 won. A tax credit "
        "of 15 to 25 percent is offered to small and medium enterprises (SMEs), and 3 to 5 percent to "
        "others. Loans carry a 1.75-percent interest rate. “We spent less than 1 percent of the budget on "
        "this ten years ago,” said Vice Minister Gu. The Act on Hydrogen (hereinafter “the Act”) and the "
        "Carbon Capture, Utilization and Storage (CCUS) Act will be amended.",
        (
            Amount("KRW 43 trillion", 43e12, currency="KRW"),
            Amount("KRW 2.5-3 trillion", 2.5e12, 3e12, "KRW"),
            Amount("7.1 percent", 7.1),
            Amount("9,800 won", 9_800, currency="KRW"),
            Amount("5,000 won", 5_000, currency="KRW"),
            Amount("15 to 25 percent", 15, 25),
            Amount("3 to 5 percent", 3, 5),
            Amount("1.75-percent", 1.75),
            Amount("1 percent", 1),
        ),
        (("SMEs", "small and medium enterprises"), ("CCUS", "Carbon Capture, Utilization and Storage")),
    ),
    Labelled(
        "2024-12-05",
        "Photo: JT (Jin-tae) Noh, Minister of Tides and Ports (MOTP), signs a Memorandum of Cooperation "
        "(MOC) with the Crown Harbour Authority (CHA) at Pier 4 on December 4. Under the MOC the two "
        "sides will train 120 pilots. The CHA pledged GBP 65 million; NOK 300 million comes from the "
        "Nordic Investment Fund for Shipping (NIFS). Freight rates have slipped 0.9 percent "
        "month-on-month, their tenth fall, though they stay 74 percent above 2019 levels.",
        (
            Amount("GBP 65 million", 65e6, currency="GBP"),
            Amount("NOK 300 million", 300e6, currency="NOK"),
            Amount("0.9 percent", -0.9, base="month-on-month"),
            Amount("74 percent", 74, base="above 2019 levels"),
        ),
        (
            ("MOC", "Memorandum of Cooperation"),
            ("CHA", "Crown Harbour Authority"),
            ("NIFS", "Nordic Investment Fund for Shipping"),
        ),
    ),
    Labelled(
        "2025-08-29",
        "The draft budget for 2026 amounts to 13.8778 trillion won, an increase of 21.4 percent over this "
        "year’s 11.4 trillion won. Spending on artificial intelligence (AI) is doubled to 1.1347 trillion "
        "won, that on critical minerals cut by 6.5 percent. The Ministry earmarks KRW 570 billion, or USD "
        "410 million, for the M.AI (Marine AI) programme and 29.1 billion won for the Regional Innovation "
        "Centres (RICs). Energy vouchers shrink 3.4 percent, and the Official Development Assistance "
        "(ODA) share drops by 0.3%p to 2.2%. The Office for Budget and Planning (OBP) expects growth "
        "between 0.9% and 1.6%, with inflation at around two percent.",
        (
            Amount("13.8778 trillion won", 13.8778e12, currency="KRW"),
            Amount("21.4 percent", 21.4),
            Amount("11.4 trillion won", 11.4e12, currency="KRW"),
            Amount("1.1347 trillion won", 1.1347e12, currency="KRW"),
            Amount("6.5 percent", -6.5),
            Amount("KRW 570 billion", 570e9, currency="KRW"),
            Amount("USD 410 million", 410e6, currency="USD"),
            Amount("29.1 billion won", 29.1e9, currency="KRW"),
            Amount("3.4 percent", -3.4),
            Amount("0.3%p", -0.3, unit="pp"),
            Amount("2.2%", 2.2),
            Amount("0.9% and 1.6%", 0.9, 1.6),
            Amount("two percent", 2),
        ),
        (
            ("AI", "artificial intelligence"),
            ("M.AI", "Marine AI"),
            ("RICs", "Regional Innovation Centres"),
            ("ODA", "Official Development Assistance"),
            ("OBP", "Office for Budget and Planning"),
        ),
    ),
    Labelled(
        "2025-12-19",
        "Foreign direct investment (FDI) pledges hit $34.6 billion, exceeding last year’s record by 0.5 "
        "percent; arrivals edged down 2.9% from a year ago. Greenfield pledges jumped by 66.5 percent "
        "on-year to US$17.7 billion. In contrast, mergers and acquisitions (M&A) recorded a sharp 46.0 "
        "percent drop. The United Isles accounted for 28 percent, followed by the Lake Union with 20 "
        "percent. The Korea Inward Trade Agency (KITA) had forecast a 3–5 percent decrease. Some 1,200 "
        "projects in 14 provinces, each above ¥100 million, were counted under Section 12 of the Foreign "
        "Investment Promotion Act (FIPA). Call centre: +82-2-555-0142.",
        (
            Amount("$34.6 billion", 34.6e9, currency="USD"),
            Amount("0.5 percent", 0.5),
            Amount("2.9%", -2.9, base="from a year ago"),
            Amount("66.5 percent", 66.5, base="on-year"),
            Amount("US$17.7 billion", 17.7e9, currency="USD"),
            Amount("46.0 percent", -46.0),
            Amount("28 percent", 28),
            Amount("20 percent", 20),
            Amount("3–5 percent", -3, -5),
            Amount("¥100 million", 100e6, currency="JPY"),
        ),
        (
            ("FDI", "Foreign direct investment"),
            ("M&A", "mergers and acquisitions"),
            ("KITA", "Korea Inward Trade Agency"),
            ("FIPA", "Foreign Investment Promotion Act"),
        ),
    ),
)
