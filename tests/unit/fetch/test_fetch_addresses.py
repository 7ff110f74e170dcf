"""Which addresses are fetched, and which hosts are on a list."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetch.addresses import Hosts, checked, host_of, origin_of, private
from reader.fetch.replies import FetchError


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("https://Example.ORG:443/a?b=c#d", "https://example.org/a?b=c"),
        (" http://example.org ", "http://example.org"),
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
        ("http://中国.example/", "http://xn--fiqs8s.example/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ],
)
def test_addresses_are_brought_to_ascii(url: str, fetched: str) -> None:
    address = checked(url)
    assert f"{origin_of(address)}{address.raw_path.decode()}".removesuffix("/") == fetched.removesuffix("/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "example.org",
        "",
        "http://",
        "http:///x",
        "http://a..b/",
        f"http://{'a' * 64}.example/",
        f"http://{'abcdefg.' * 32}example/",
        "http://x:0/",
        "http://x:65536/",
        "http://x:-1/",
        "http://[::1/",
        "http://[/",
        "http://a b/",
        "http://exa%6dple/",
        "http://*/",
        "http://a\n/",
        "http://xn--\u0080/",
        "http://xn--a.example/",
        "http://name:secret@example.org/",
        "http://name@example.org/",
        "http://example.org\\@evil.example/",
        "http://example.org/" + "x" * 9000,
    ],
)
def test_others_are_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        checked(url)
    assert caught.value.kind == "scheme"
    assert not caught.value.passing
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 400
    assert "secret" not in str(caught.value)


@given(
    st.text(max_size=60)
    | st.text(max_size=40).map("http://".__add__)
    | st.text(max_size=40).map("//x/".__add__)
)
def test_any_text_is_an_address_or_refused(url: str) -> None:
    try:
        address = checked(url)
    except FetchError:
        return
    assert address.scheme in ("http", "https")
    assert address.netloc.isascii()
    assert b"@" not in address.netloc
    assert not address.fragment
    httpx.Request("GET", address)


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://english.motir.go.kr/eng", True),
        ("http://ENGLISH.motir.go.kr:80/", True),
        ("https://english.motir.go.kr:8443/", False),
        ("https://english.motir.go.kr.evil.example/", False),
        ("https://evil.example/english.motir.go.kr", False),
        ("https://motir.go.kr/", False),
        ("http://127.0.0.1:8000/", True),
        ("https://127.0.0.1:8000/", True),
        ("http://127.0.0.1/", False),
        ("http://127.0.0.1:8001/", False),
        ("http://[::1]:8000/", True),
        ("https://bücher.example/", True),
        ("https://xn--bcher-kva.example/", True),
        ("http://english.motir.go.kr@evil.example/", False),
        ("ftp://english.motir.go.kr/", False),
    ],
)
def test_a_list_of_hosts_takes_nothing_else(url: str, listed: bool) -> None:
    hosts = Hosts(["english.motir.go.kr", "127.0.0.1:8000", "[::1]:8000", "bücher.example"])
    assert (url in hosts) is listed


def test_a_host_is_name_and_port() -> None:
    assert host_of(checked("https://example.org:443/")) == "example.org"
    assert host_of(checked("http://[::1]:8000/")) == "[::1]:8000"
    assert origin_of(checked("https://example.org:8443/x")) == "https://example.org:8443"


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://localhost/", True),
        ("http://a.localhost:8000/", True),
        ("http://127.0.0.1/", True),
        ("http://10.1.2.3/", True),
        ("http://169.254.169.254/latest", True),
        ("http://[::1]/", True),
        ("http://[fe80::1]/", True),
        ("http://[::ffff:10.0.0.1]/", True),
        ("http://127.1/", True),
        ("http://127.0.0.1./", True),
        ("http://2130706433/", True),
        ("http://0x7f000001/", True),
        ("http://localhost./", True),
        ("http://router/", True),
        ("http://printer.local/", True),
        ("http://metadata.google.internal/", True),
        ("https://example.org/", False),
        ("https://example.org./", False),
        ("https://xn--bcher-kva.example/", False),
        ("http://8.8.8.8/", False),
    ],
)
def test_addresses_of_the_own_network_are_known(url: str, inside: bool) -> None:
    assert private(checked(url)) is inside


def test_a_port_that_is_named_is_the_only_one() -> None:
    assert "http://a.example/" in Hosts(["a.example:80"])
    assert "https://a.example/" not in Hosts(["a.example:80"])
    assert "https://a.example/" in Hosts(["a.example:443"])
    with pytest.raises(FetchError, match="is no address"):
        Hosts(["[:::]"])
