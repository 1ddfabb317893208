"""A real Chromium without a network, and the processor time that it takes."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, CDPSession, Page

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info")
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Settles when what was changed is on the screen."""


class Chromium:
    """A browser with one page at a time, and a clock that runs while its pages work and draw."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._session: CDPSession = browser.new_browser_cdp_session()

    @contextmanager
    def page(self) -> Iterator[Page]:
        """Give an empty page of a desk's screen."""
        context = self._browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_offline(offline=True)
        yield context.new_page()
        context.close()

    def clock(self) -> float:
        """Return the processor seconds of the processes that run and draw pages."""
        found = self._session.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(one["cpuTime"] for one in found if one["type"] in {"renderer", "GPU"})

    def spent(self, work: Callable[[], object]) -> float:
        """Return the processor seconds that some work in a page takes."""
        begun = self.clock()
        work()
        return self.clock() - begun


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start the Chromium of the machine, or the one that Playwright installed."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield Chromium(browser)
        browser.close()
