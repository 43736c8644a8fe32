"""The customer's QR code before the tablet's camera: a video file stands for what the camera sees."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from portal.loans.presenting import pick_up_address
from portal.loans.rules import LoanStatus
from tests.browser.conftest import Launch, OpenWindow
from tests.browser.window import Window, open_window, signed_in
from tests.factories.many import many

pytestmark = pytest.mark.browser
PATH = "/staff/loans/pick-up"
PAD, SIDEWAYS = 768, 1024
FRAMES = 30
Camera = Callable[..., Window]
# What Android's and Apple's Chromium have built in, and this machine's has not.
BUILT_IN = """window.BarcodeDetector = class {
  static getSupportedFormats = async () => ["qr_code"];
  detect = async (video) => (video.videoWidth ? [{ rawValue: "L-7K3M-92QF-5" }] : []);
};"""


@pytest.fixture
def camera(app: Flask, live: str, launch: Launch, tmp_path: Path) -> Iterator[Camera]:
    """`camera("words")`: the officer's window on a tablet whose camera sees a QR code of these words."""
    film = tmp_path / "seen.mjpeg"
    browser = launch("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    windows: list[Window] = []

    def open_one(words: str, width: int = PAD, allowed: bool = True, before: str = "") -> Window:
        film.write_bytes(filmed(words, tmp_path))
        window = open_window(browser, live, "standard", "en", width, javascript=True)
        window.context.add_init_script(before)
        if allowed:
            window.context.grant_permissions(["camera"])
        window.be(signed_in(app, "officer"))
        window.open(PATH)
        windows.append(window)
        return window

    yield open_one
    browser.close()
    assert [each for window in windows for each in window.wrong] == []


def filmed(words: str, folder: Path) -> bytes:
    """A motion JPEG of the code, as a telephone held out shows it: small, off the middle, turned a little."""
    segno.make(words, error="m", micro=False).save(str(folder / "code.png"), scale=6, border=4)
    with Image.open(folder / "code.png") as drawn:
        code = drawn.convert("RGB").rotate(7, expand=True, fillcolor="#446")
    seen = Image.new("RGB", (640, 480), "#446")
    seen.paste(code, (70, 50))
    seen.save(folder / "frame.jpg", quality=80)
    return (folder / "frame.jpg").read_bytes() * FRAMES


def begin(page: Page) -> None:
    page.locator("[data-scanner] button").click()


def fetched_by(page: Page) -> list[str]:
    """The scripts that it fetches from now on."""
    fetched: list[str] = []
    page.on("request", lambda request: request.resource_type == "script" and fetched.append(request.url))
    return fetched


def says(page: Page, name: str) -> None:
    words = page.locator("[data-scanner] [aria-live]")
    expect(words).to_have_text(str(words.get_attribute(f"data-{name}")))


def is_off(page: Page) -> None:
    """The light is out: the track that was running has ended."""
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject === null")
    assert page.evaluate("window.track?.readyState ?? 'ended'") == "ended"


def remember_the_track(page: Page) -> None:
    page.evaluate("window.track = document.querySelector('video').srcObject.getTracks()[0]")
    assert page.evaluate("window.track.readyState") == "live"


@pytest.mark.parametrize("width", [PAD, SIDEWAYS])
def test_the_code_on_her_page_fills_in_the_reference(app: Flask, camera: Camera, width: int) -> None:
    (reference,) = many(app, 1, LoanStatus.SUBMITTED, ("xiulan",))
    with app.test_request_context():
        page = camera(pick_up_address(reference), width).page
    fetched = fetched_by(page)
    begin(page)
    expect(page.locator("#reference")).to_have_value(reference)
    expect(page.locator("#code")).to_be_focused()
    expect(page.locator("[data-scanner] [aria-live]")).to_contain_text(reference)
    assert len(fetched) == 1, "our reader comes when it is needed"
    is_off(page)


def test_the_reference_alone_will_do(camera: Camera) -> None:
    page = camera("L-7K3M-92QF-5").page
    begin(page)
    expect(page.locator("#reference")).to_have_value("L-7K3M-92QF-5")


def test_a_browser_that_reads_codes_needs_none_of_ours(camera: Camera) -> None:
    page = camera("not read here", before=BUILT_IN).page
    fetched = fetched_by(page)
    begin(page)
    expect(page.locator("#reference")).to_have_value("L-7K3M-92QF-5")
    assert fetched == []


@pytest.mark.parametrize(
    "words",
    [
        "https://evil.example/staff/loans/pick-up?reference=L-7K3M-92QF-5",
        "{live}/staff/loans/?reference=L-7K3M-92QF-5",
        "{live}/staff/loans/pick-up?reference=%3Cscript%3E",
        "{live}/staff/loans/pick-up",
        "WIFI:S:harbour;T:WPA;P:12345678;;",
    ],
)
def test_any_other_code_is_not_taken(camera: Camera, live: str, words: str) -> None:
    page = camera(words.replace("{live}", live)).page
    begin(page)
    says(page, "foreign")
    expect(page.locator("#reference")).to_have_value("")
    assert page.url.endswith(PATH)


@pytest.mark.parametrize("way", ["button", "Escape", "hidden"])
def test_it_ends_when_it_is_told_to(camera: Camera, way: str) -> None:
    page = camera("nothing of ours").page
    begin(page)
    says(page, "foreign")
    remember_the_track(page)
    if way == "button":
        begin(page)
    elif way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    is_off(page)
    if way != "hidden":
        says(page, "stopped")
        expect(page.locator("[data-scanner] button")).to_be_focused()


def test_it_goes_out_and_can_go_on_again_when_a_form_has_to_be_put_right(camera: Camera) -> None:
    page = camera("nothing of ours").page
    begin(page)
    says(page, "foreign")
    remember_the_track(page)
    page.locator("#pick-up [type=submit]").click()
    expect(page.locator("#error-summary")).to_be_focused()
    is_off(page)
    begin(page)
    says(page, "foreign")


def test_a_camera_that_is_refused_leaves_typing(camera: Camera) -> None:
    page = camera("L-7K3M-92QF-5", allowed=False).page
    begin(page)
    says(page, "refused")
    is_off(page)
    page.locator("#reference").fill("L-7K3M-92QF-5")


def test_all_that_is_touched_is_large_enough(camera: Camera) -> None:
    page = camera("nothing of ours").page
    for _ in ("off", "on"):
        button = page.locator("[data-scanner] button")
        button.wait_for()
        box = button.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 60
        begin(page)


def test_without_a_camera_nothing_is_offered(browser_page: OpenWindow) -> None:
    page = browser_page(width=PAD, who="officer").open(PATH)
    expect(page.locator("#reference")).to_be_visible()
    expect(page.locator("[data-scanner]")).to_be_hidden()
    assert page.evaluate("document.featurePolicy.allowsFeature('camera')")
    page.goto(page.url.replace(PATH, "/staff/loans/"))
    assert not page.evaluate("document.featurePolicy.allowsFeature('camera')"), "on that page only"
