"""Certificates are always looked at; proxies are those of the environment."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.fetch.addresses import Hosts
from reader.fetch.fetcher import Fetcher
from reader.fetch.manners import Manners
from reader.fetch.replies import FetchError
from tests.site import faults
from tests.site.feeds import FeedPage, items
from tests.site.robots import KeptRobots
from tests.site.server import Site
from tests.site.wire import Answer

QUICK = Manners(pause=0.02, jitter=0.005, hosts=8, timeout=5.0, total=10.0, attempts=3)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificate and key for 127.0.0.1, signed by themselves, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    words = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=harbours "
        "-addext subjectAltName=IP:127.0.0.1 -keyout key -out cert"
    )
    made = subprocess.run([openssl, *words.split()], cwd=folder, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this openssl makes no such certificate")
    both = folder / "both.pem"
    both.write_bytes((folder / "cert").read_bytes() + (folder / "key").read_bytes())
    return both


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site(FeedPage("/rss", items(3)), tls=context) as site:
        yield site


async def test_a_certificate_that_nobody_vouches_for(secure: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(secure.url("/rss"))
    assert caught.value.kind == "tls"
    assert f"The certificate of {secure.at()} is not to be trusted (self" in str(caught.value)
    assert "nothing was fetched" in str(caught.value)
    assert not caught.value.passing, "asking again would bring the same certificate"
    assert secure.log == []


async def test_a_certificate_for_another_host(
    secure: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with Fetcher(QUICK, KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match="is not to be trusted"):
            await fetcher.get(secure.url("/rss", host="127.0.0.2"))
    assert secure.log == []


async def test_one_that_the_user_vouches_for(
    secure: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    robots = KeptRobots()
    with Site(FeedPage("/rss", items(3))) as plain:
        secure.fault("/away", faults.moved(plain.url("/rss"), 301))
        async with Fetcher(QUICK, robots) as fetcher:
            assert (await fetcher.get(secure.url("/rss"))).status == 200
            reply = await fetcher.get(secure.url("/away"))
            assert (reply.url, reply.moved_to) == (plain.url("/rss"), None), (
                "never for good to a less safe one"
            )
            with pytest.raises(FetchError, match="leads away from https"):
                await fetcher.get(secure.url("/away"), allow=Hosts([secure.at(), plain.at()]))
    assert list(robots.entries) == [f"https://{secure.at()}", f"http://{plain.at()}"]


async def test_a_server_that_speaks_no_tls(site: Site) -> None:
    async with Fetcher(QUICK._replace(attempts=1), KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match="No safe connection to") as caught:
            await fetcher.get(site.url("/rss").replace("http:", "https:"))
    assert caught.value.kind == "tls"


async def test_certificates_that_cannot_be_read(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/to/be/found.pem")
    assert (await fetcher.get(site.url("/rss"))).status == 200
    with pytest.raises(FetchError, match="SSL_CERT_FILE") as caught:
        await fetcher.get("https://127.0.0.1:1/")
    assert caught.value.kind == "tls"


async def test_a_proxy_is_asked_where_the_environment_names_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", site.url("", host="127.0.0.9").removesuffix("/"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    site.route("/page", Answer(b"by proxy"), host="127.0.0.9")
    async with Fetcher(QUICK, KeptRobots()) as fetcher:
        assert (await fetcher.get("http://feeds.example/page")).content == b"by proxy"
        assert (await fetcher.get(site.url("/rss"))).status == 200
    assert [(hit.host, hit.path) for hit in site.log] == [
        ("127.0.0.9", "http://feeds.example/robots.txt"),
        ("127.0.0.9", "http://feeds.example/page"),
        ("127.0.0.1", "/robots.txt"),
        ("127.0.0.1", "/rss"),
    ]


async def test_a_proxy_that_lets_nobody_through(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", site.url("", host="127.0.0.9").removesuffix("/"))
    async with Fetcher(QUICK, KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match="The proxy does not let us reach feeds") as caught:
            await fetcher.get("https://feeds.example/page")
    assert caught.value.kind == "connect"


@pytest.mark.parametrize("proxy", ["gopher://127.0.0.1:1", "socks5://127.0.0.1:1", "http://a:b"])
async def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    async with Fetcher(QUICK, KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match="names cannot be used") as caught:
            await fetcher.get("http://feeds.example/page")
    assert caught.value.kind == "connect"
