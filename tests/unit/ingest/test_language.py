"""The language of a text decides how it is searched and set."""

import pytest

from reader.ingest.language import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry said that exports of ships rose with the opening of the yard.", "en"),
        ("Minister Kim (김정관) met the head of the agency and thanked the companies for their work.", "en"),
        ("산업통상부는 20일 서울에서 회의를 열고 대책을 논의했다.", "ko"),
        ("산업부, AI·반도체 R&D 투자 확대", "ko"),
        ("産業通商部는 輸出 對策 會議를 열었다", "ko"),
        ("経済産業省は、半導体の供給について発表しました。", "ja"),
        ("半導体サプライチェーン会議", "ja"),
        ("商务部召开新闻发布会，介绍对外贸易情况。", "zh"),
        ("Le ministre a reçu la délégation à Séoul pour signer un accord sur les batteries.", None),
        ("Das Ministerium hat mit der Industrie über die Lage in den Häfen beraten.", None),
        ("Ministeriet var for at tale om eksport med de store lande i by og havn.", None),
        ("El ministro anunció en Seúl la firma de un acuerdo sobre baterías.", None),
        ("Министерство сообщило о росте экспорта.", None),
        ("Selon « State of the Industry », les exportations et les importations augmentent.", None),
        ("USD 59.6 billion", None),
        ("", None),
        ("12 345 — …", None),
    ],
)  # fmt: skip
def test_language(text: str, expected: str | None) -> None:
    assert language(text) == expected
