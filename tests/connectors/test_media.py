"""Images of lessons: served for platforms to fetch, uploaded where there is no public address, left out where neither."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import msgspec
import pytest

from assistant import clock
from assistant.errors import UsageError
from assistant.knowledge.media import MediaRules
from connectors.base.credentials import ChannelConfig
from connectors.base.limits import Limits
from connectors.base.media import Media, public_address
from tests.fakes.dialogue import DialogueTalk
from tests.fakes.host import ROOT, Host
from tests.fakes.server import PNG, FakeServer
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA
from tests.small_base import small_base

USER = "8811000000000001"
NAME = "vneid/mo-ung-dung.png"
SAY = f"image {NAME}"


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "media"
    (made / "vneid").mkdir(parents=True)
    (made / NAME).write_bytes(PNG)
    return made


def _dropped(host: Host, channel: str) -> float:
    value = host.runtime.metrics.registry.get_sample_value("assistant_dropped_media_total", {"channel": channel})
    return value or 0.0


def _get(host: Host, path: str) -> tuple[int, dict[str, str], bytes]:
    """The answer to exactly that path, which a tidier client would change."""
    connection = HTTPConnection("127.0.0.1", host.port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_the_server_shows_the_images_and_nothing_else(url: str, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "notes.txt").write_text("x")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    with Host(url, tmp_path, media=folder) as host:
        status, headers, body = _get(host, f"/media/{NAME}")
        assert (status, body) == (200, PNG)
        assert headers["content-type"] == "image/png" and "max-age" in headers["cache-control"]
        again = urllib.request.Request(f"{host.url}/media/{NAME}", headers={"If-None-Match": headers["etag"]})
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(again)
        for path in (
            "/media/../secret.png",
            "/media/%2e%2e/secret.png",
            "/media/..%2fsecret.png",
            "/media/vneid/../../secret.png",
            "/media//etc/passwd",
            "/media/%2fetc%2fpasswd",
            "/media/vneid\\mo-ung-dung.png",
            "/media/link.png",
            "/media/notes.txt",
            "/media/vneid",
            "/media/vneid/",
            "/media/",
            "/media/none.png",
            "/media/vneid/mo-ung-dung.png%00",
            "/media/vneid/MO-UNG-DUNG.PNG",
        ):
            assert _get(host, path)[0] == 404, path


def test_telegram_fetches_from_the_public_address(
    url: str, tmp_path: Path, folder: Path, telegram: FakeTelegram
) -> None:
    with Host(url, tmp_path, telegram, media=folder) as host:
        telegram.say(7, SAY)
        (sent,) = telegram.wait_sent(1)
        assert (sent.image, sent.text) == (f"{host.url}/media/{NAME}", "Hình đây")
        assert telegram.uploads == []


def test_telegram_gets_the_file_where_there_is_no_public_address(
    url: str, tmp_path: Path, folder: Path, telegram: FakeTelegram
) -> None:
    with Host(url, tmp_path, telegram, mode="polling", media=folder) as host:
        telegram.say(7, SAY)
        (sent,) = telegram.wait_sent(1)
        assert (sent.image, sent.text) == ("upload:mo-ung-dung.png", "Hình đây")
        assert telegram.uploads == [PNG]
        assert _dropped(host, "telegram") == 0


@pytest.mark.parametrize("channel", ["telegram", "zalo_oa"])
@pytest.mark.parametrize("name", ["vneid/none.png", "../secret.png", "large.png"])
def test_what_is_missing_or_too_large_leaves_the_text(
    url: str, tmp_path: Path, folder: Path, channel: str, name: str, request: pytest.FixtureRequest
) -> None:
    (folder / "large.png").write_bytes(PNG + bytes(5_000_000))
    fake: FakeServer = request.getfixturevalue(channel)
    with Host(url, tmp_path, fake, mode="polling", media=folder) as host:
        fake.say(7 if channel == "telegram" else USER, f"image {name}")  # type: ignore[attr-defined]
        assert [(sent.image, sent.text) for sent in fake.wait_sent(1)] == [(None, "Hình đây")]
        assert _dropped(host, channel) == 1
        assert fake.faults == []


def test_a_file_that_telegram_does_not_take_leaves_the_text(
    url: str, tmp_path: Path, folder: Path, telegram: FakeTelegram
) -> None:
    (folder / "broken.png").write_bytes(b"no image")
    with Host(url, tmp_path, telegram, mode="polling", media=folder):
        telegram.say(7, "image broken.png")
        (sent,) = telegram.wait_sent(1)
        assert (sent.image, sent.text) == (None, "Hình đây")


def test_zalo_oa_uploads_once_and_sends_to_all_by_id(
    url: str, tmp_path: Path, folder: Path, zalo_oa: FakeZaloOA
) -> None:
    with Host(url, tmp_path, zalo_oa, media=folder):
        for number in range(3):
            zalo_oa.say(f"{USER}{number}", SAY)
            zalo_oa.wait_sent(number + 1)
    with Host(url, tmp_path, zalo_oa, media=folder):  # the id outlives the process
        zalo_oa.say(USER, SAY)
        assert {(sent.image, sent.text) for sent in zalo_oa.wait_sent(4)} == {("attachment-1", "Hình đây")}
        (folder / NAME).write_bytes(PNG + b"changed")
        zalo_oa.say(USER, SAY)
        assert zalo_oa.wait_sent(5)[-1].image == "attachment-2"
    assert list(zalo_oa.uploads.values()) == [PNG, PNG + b"changed"]


def test_zalo_oa_uploads_again_before_the_id_expires(
    url: str, tmp_path: Path, folder: Path, zalo_oa: FakeZaloOA, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    with Host(url, tmp_path, zalo_oa, media=folder):
        for days, image in ((0, "attachment-1"), (5, "attachment-1"), (2, "attachment-2")):
            now[0] += timedelta(days=days)
            zalo_oa.say(USER, SAY)
            zalo_oa.wait_sent(len(zalo_oa.sent) + 1)
            assert zalo_oa.sent[-1].image == image


def test_zalo_oa_uploads_again_when_the_id_has_expired_early(
    url: str, tmp_path: Path, folder: Path, zalo_oa: FakeZaloOA
) -> None:
    with Host(url, tmp_path, zalo_oa, media=folder):
        zalo_oa.say(USER, SAY)
        zalo_oa.wait_sent(1)
        zalo_oa.expired.add("attachment-1")
        zalo_oa.say(USER, SAY)
        assert zalo_oa.wait_sent(2)[-1].image == "attachment-2"


@pytest.mark.parametrize(
    ("trouble", "image"),
    [
        ((500, {}), "attachment-1"),
        ("drop", "attachment-1"),
        ((200, {"error": -216, "message": "expired"}), "attachment-1"),
        ((200, {"error": -201, "message": "not taken"}), None),
        ((200, {"error": 0, "data": {}}), None),
    ],
)
def test_trouble_with_an_upload_loses_no_text_and_is_never_doubtful(
    url: str, tmp_path: Path, folder: Path, zalo_oa: FakeZaloOA, trouble: object, image: str | None
) -> None:
    zalo_oa.upload_script.append(trouble)  # type: ignore[arg-type]
    with Host(url, tmp_path, zalo_oa, media=folder) as host:
        zalo_oa.say(USER, SAY)
        (sent,) = zalo_oa.wait_sent(1)
        assert (sent.image, sent.text) == (image, "Hình đây")
        assert host.runtime.outbox.doubtful() == 0
        assert _dropped(host, "zalo_oa") == (image is None)


def test_zalo_bot_needs_a_public_address(url: str, tmp_path: Path, folder: Path, zalo_bot: FakeZaloBot) -> None:
    with Host(url, tmp_path, zalo_bot, media=folder) as host:
        zalo_bot.say(USER, SAY)
        assert [sent.image for sent in zalo_bot.wait_sent(1)] == [f"{host.url}/media/{NAME}"]
    zalo_bot.webhook = None
    with Host(url, tmp_path, zalo_bot, mode="polling", media=folder, extra={"PUBLIC_URL": ""}) as host:
        zalo_bot.say(USER, SAY)
        sent = zalo_bot.wait_sent(2)[-1]
        assert (sent.image, sent.text) == (None, "Hình đây")
        assert _dropped(host, "zalo_bot") == 1


def test_rest_clients_get_the_path_on_this_server(url: str, tmp_path: Path, folder: Path) -> None:
    with Host(url, tmp_path, media=folder) as host:
        body = msgspec.json.encode({"sender": "u", "message": SAY})
        with urllib.request.urlopen(f"{host.url}/webhooks/rest/webhook", body) as answer:
            (message,) = msgspec.json.decode(answer.read())
        assert message["image"] == f"/media/{NAME}"
        with urllib.request.urlopen(host.url + message["image"]) as answer:
            assert answer.read() == PNG


@pytest.mark.parametrize("channel", ["telegram", "zalo_oa", "zalo_bot"])
def test_the_image_of_a_lessons_step_reaches_the_person(
    url: str, tmp_path: Path, folder: Path, channel: str, request: pytest.FixtureRequest
) -> None:
    fake: FakeServer = request.getfixturevalue(channel)
    base = small_base()
    lesson = base.lessons["vneid/cai-dat"]
    first = msgspec.structs.replace(lesson.steps[0], image=NAME)
    lesson = msgspec.structs.replace(lesson, steps=[first, *lesson.steps[1:]])
    base = msgspec.structs.replace(base, lessons=base.lessons | {lesson.id: lesson})
    load: Callable[..., DialogueTalk] = partial(DialogueTalk, base=base)
    with Host(url, tmp_path, fake, load=load, talk_threads=1, media=folder):
        person = 7 if channel == "telegram" else USER
        fake.say(person, "/open vneid/cai-dat guide")  # type: ignore[attr-defined]
        fake.wait_sent(3 if channel == "telegram" or channel == "zalo_oa" else 2)
        images = [sent.image for sent in fake.sent if sent.image]
        assert len(images) == 1
        assert fake.faults == []


def test_the_check_lets_nothing_pass_that_a_channel_would_not_take() -> None:
    for channel in ("telegram", "zalo_oa", "zalo_bot"):
        assert MediaRules.load().bytes_max <= Limits.load(ROOT / "connectors" / channel).image_bytes


def test_the_public_address_is_a_web_address(folder: Path) -> None:
    config = ChannelConfig("media", {}, {"url": "PUBLIC_URL"}, {"PUBLIC_URL": "https://a.vn/"})
    assert public_address({"media": config}) == "https://a.vn"
    assert public_address({}) == ""
    media = Media(folder, "https://a.vn")
    assert media.outgoing(NAME, uploads=False, largest=1000) == f"https://a.vn/media/{NAME}"
    assert media.outgoing("https://b.vn/a.png", uploads=False, largest=1) == "https://b.vn/a.png"
    with pytest.raises(UsageError):
        public_address({"media": ChannelConfig("media", {"url": "a.vn"}, {}, {})})
