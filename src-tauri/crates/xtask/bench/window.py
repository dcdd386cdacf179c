"""Measures the real window over a large store, and what the app costs while its window is closed, a line a sample.

    answer  QUESTION MILLISECONDS                     from the key pressed to the rows drawn
    resting SUBJECT PSS_KIB CPU_SECONDS_PER_HOUR      over the whole process tree, memory counted proportionally

To be started inside a desktop session. Everything is judged by whoever reads the lines.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

# In the page: do something, and tell how long it took until the rows that it asked for were drawn. What is awaited is the
# last answer of the command `learners` that was still outstanding, and then two frames: one that draws, one that follows it.
MEASURE = """
const [what, value, done] = [arguments[0], arguments[1], arguments[2]];
if (!window.bench) {
  const bench = (window.bench = { open: 0, answered: 0 });
  const real = window.fetch.bind(window);
  window.fetch = async (...words) => {
    const ours = String(words[1]?.body ?? "").includes('"learners"');
    if (ours) bench.open += 1;
    try {
      return await real(...words);
    } finally {
      if (ours) { bench.open -= 1; bench.answered += 1; }
    }
  };
}
const before = window.bench.answered;
const begun = performance.now();
const actions = {
  type(text) {
    const field = document.querySelector("input[data-search]");
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  },
  press(name) {
    const buttons = [...document.querySelectorAll("main button, main a")];
    buttons.find((one) => (one.getAttribute("aria-label") ?? one.textContent).trim().startsWith(name)).click();
  },
  go(hash) { location.hash = hash; },
};
actions[what](value);
const frame = () => new Promise(requestAnimationFrame);
(async () => {
  while (window.bench.answered === before || window.bench.open > 0) {
    if (performance.now() - begun > 10000) return done(null);
    await new Promise((soon) => setTimeout(soon, 1));
  }
  await frame();
  await frame();
  done(performance.now() - begun);
})();
"""


def main():
    options = arguments()
    for _ in range(options.rounds):
        resting(options)
    answers(options)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--app", required=True)
    parser.add_argument("--bare", required=True)
    parser.add_argument("--data-dir", required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    return parser.parse_args()


def answers(options):
    """The questions of somebody who looks for people, each asked several times."""
    with driven(options.app, ["--data-dir", options.data_dir]) as page:
        page.until("return document.querySelector('nav') !== null")
        page.measure("go", "#/learners")
        for _ in range(10):
            for text in ("a", "an", "ann", "ann s", "zz nobody", ""):
                told("search", page.measure("type", text))
            told("next page", page.measure("press", "Next page"))
            told("another order", page.measure("press", "Learner"))
            told("deep page", page.measure("go", "#/learners?from=90000"))
            told("latest first", page.measure("go", "#/learners?sort=latest_result&order=descending"))
            told("nobody assessed yet", page.measure("go", "#/learners?initial=none"))
            told("the list", page.measure("go", "#/learners"))


def told(question, milliseconds):
    if milliseconds is None:
        raise SystemExit(f"the window gave no answer: {question}")
    print("answer", question.replace(" ", "_"), f"{milliseconds:.1f}", flush=True)


def resting(options):
    """The app without its window, the same with it, and a bare window, each left alone for the same time."""
    subjects = {
        "learner-sync-closed": [options.app, "--data-dir", options.data_dir, "--hidden"],
        "learner-sync-open": [options.app, "--data-dir", options.data_dir],
        "bare-window": [options.bare],
    }
    for subject, command in subjects.items():
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(20)  # the start is over, and what is due has been seen to
            begun = cpu_seconds(process.pid)
            time.sleep(options.seconds)
            if process.poll() is not None:
                raise SystemExit(f"{subject} ended by itself")
            per_hour = (cpu_seconds(process.pid) - begun) * 3600 / options.seconds
            print("resting", subject, pss_kib(process.pid), f"{per_hour:.2f}", flush=True)
        finally:
            process.terminate()
            process.wait(timeout=30)


def tree(root):
    """The process and all that it started, as far as they live."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(stat_fields(entry)[1])
            except OSError:
                continue
    found = [root]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def stat_fields(folder):
    """What follows the name in /proc/PID/stat: state, parent, …"""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def cpu_seconds(root):
    ticks = 0
    for pid in tree(root):
        fields = stat_fields(Path("/proc") / str(pid))
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_kib(root):
    total = 0
    for pid in tree(root):
        for line in (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total


class Page:
    """A window opened by WebDriver."""

    def __init__(self, port, session):
        self.base = f"http://127.0.0.1:{port}/session/{session}"

    def script(self, source, *words, kind="sync"):
        return call("POST", f"{self.base}/execute/{kind}", {"script": source, "args": list(words)})

    def until(self, source):
        for _ in range(600):
            if self.script(source):
                return
            time.sleep(0.1)
        raise SystemExit("the page did not come up")

    def measure(self, what, value):
        return self.script(MEASURE, what, value, kind="async")


@contextmanager
def driven(app, words):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = dict(os.environ, TAURI_WEBVIEW_AUTOMATION="true")
    driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment)
    try:
        time.sleep(2)
        options = {"browserName": "wry", "webkitgtk:browserOptions": {"binary": app, "args": words}}
        session = call("POST", f"http://127.0.0.1:{port}/session", {"capabilities": {"alwaysMatch": options}})
        page = Page(port, session["sessionId"])
        try:
            yield page
        finally:
            call("DELETE", page.base, None)
    finally:
        driver.terminate()


def call(method, url, body):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["value"]


if __name__ == "__main__":
    sys.exit(main())
