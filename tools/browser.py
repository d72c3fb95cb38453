"""A page in a headless Chromium, driven over the pipes of its DevTools protocol: no driver has to be installed.

    python tools/browser.py FILE.html FOLDER

takes pictures of a page for a desktop and a phone, light and dark.
"""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


_PATIENCE = 120


class BrowserError(Exception):
    """The browser or the page says that something went wrong."""


def installed() -> str | None:
    """The path of a Chromium or Chrome, None if there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One page. ``events`` is what the browser says of it without being asked: errors, blocked parts, requests."""

    def __init__(self, program: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pachlint-browser-", ignore_cleanup_errors=True)
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        # the browser reads from descriptor 3 and writes to 4
        command = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", command, "browser", str(to_browser), str(from_browser), program, *_FLAGS,
             f"--user-data-dir={self._folder.name}"],
            pass_fds=(to_browser, from_browser), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._out)
        os.close(self._in)
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._folder.cleanup()

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command and wait for its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                break
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], _PATIENCE)
            if not ready:
                raise BrowserError(f"the browser has said nothing for {_PATIENCE} seconds")
            piece = os.read(self._in, 1 << 16)
            if not piece:
                raise BrowserError("the browser has gone")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def open(self, address: str) -> None:
        """Load an address as if it were new, and wait until it is there."""
        self.ask("Page.navigate", url="about:blank")
        self._wait_for("Page.loadEventFired")
        self.events.clear()
        self.ask("Page.navigate", url=address)
        self._wait_for("Page.loadEventFired")

    def _wait_for(self, event: str) -> None:
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self._next())
        self.events = [one for one in self.events if one.get("method") != event]

    def value(self, script: str) -> Any:
        """What an expression of JavaScript is on the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def look(
        self, width: int, height: int = 900, *, dark: bool = False, script: bool = True, print_: bool = False
    ) -> None:
        """Set the size of the window in pixels, the reader's scheme, and whether scripts run."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme], media="print" if print_ else "screen")
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)

    def click(self, selector: str) -> None:
        """Press the mouse in the middle of an element, after it has been scrolled to."""
        found = self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask(
                "Input.dispatchMouseEvent", type=kind, x=found[0], y=found[1], button="left", clickCount=1
            )

    def press(self, key: str, **more: Any) -> None:
        """Press a key by its name: ``Tab``, ``Enter``."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40}
        text = {" ": " ", "Enter": "\r"}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            self.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=codes[key],
                **({"text": text} if text and kind == "keyDown" else {}), **more,
            )  # fmt: skip

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.ask("Input.insertText", text=text)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what is seen as PNG; the whole page if that is wanted."""
        data = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))


def main(page: str, folder: str) -> int:
    """Take the pictures; 2 if there is no browser."""
    program = installed()
    if program is None:
        print(f"none of {', '.join(NAMES)} is installed", file=sys.stderr)
        return 2
    with Page(program) as browser:
        for width in (1280, 390):
            for dark in (False, True):
                browser.look(width, dark=dark)
                browser.open(Path(page).resolve().as_uri())
                browser.picture(Path(folder) / f"{width}-{'dark' if dark else 'light'}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
