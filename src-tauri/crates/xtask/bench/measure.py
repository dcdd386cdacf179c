"""Starts the programs of the benchmark by turns and prints what each of them used, a line a run.

    sample learner-sync CPU_SECONDS WALL_SECONDS PEAK_KIB RESULTS
    sample plain        CPU_SECONDS WALL_SECONDS PEAK_KIB RESULTS

The figures are the operating system's own for the whole child process (wait4). Everything is judged by whoever reads the lines.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONCURRENCY = 4
DONE = (0, 3)  # done, and done with skips


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="learner-sync-bench-") as folder:
        sandbox, systems = start_sandbox(options)
        try:
            for turn in range(options.rounds):
                subjects = [ours, plain] if turn % 2 == 0 else [plain, ours]
                for subject in subjects:
                    subject(options, systems, Path(folder) / f"{subject.__name__}-{turn}")
        finally:
            sandbox.stdin.close()
            sandbox.wait()


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--users", type=int, required=True)
    parser.add_argument("--results", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    return parser.parse_args()


def start_sandbox(options):
    """The running sandbox, and where and with which keys its systems answer. It ends when its input is closed."""
    command = [options.sandbox, "--learners", str(options.users), "--benchmark-results", str(options.results)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    told = json.loads(process.stdout.readline())
    return process, {
        "onefile": {"base_url": told["onefile_url"], "secrets": {"customer_token": told["customer_token"]}},
        "bksb": {"base_url": told["bksb_url"], "secrets": {key: told[key] for key in ("access_key", "secret_key")}},
    }


def ours(options, systems, folder):
    """One whole sync into a new data folder. Making the connections is no part of the measured job."""
    environment = dict(os.environ, LEARNER_SYNC_DATABASE_KEY=secrets.token_hex(32))
    for name, system in systems.items():
        for key, value in system["secrets"].items():
            environment[f"LEARNER_SYNC_SECRET_{name}_{key}".upper()] = value
    command = [options.cli, "--data-dir", str(folder), "--json"]
    for name, system in systems.items():
        settings = {"base_url": system["base_url"], "calls_per_minute": 1_000_000, "concurrency": CONCURRENCY}
        if name == "onefile":
            settings["email_verified"] = "trust"
        words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        added = [*command, "connection", "add", name, "--name", name, *words]
        subprocess.run(added, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    answer, usage = measured([*command, "sync"], environment, "")
    sample("learner-sync", usage, sum(run["read"] for run in answer["runs"] if run["task"] == "results"))


def plain(_options, systems, folder):
    settings = {name: dict(system["secrets"], base_url=system["base_url"]) for name, system in systems.items()}
    settings["database"] = str(folder) + ".sqlite"
    script = Path(__file__).with_name("plain.py")
    answer, usage = measured([sys.executable, str(script)], dict(os.environ), json.dumps(settings))
    sample("plain", usage, answer["results"])


def measured(command, environment, given):
    """Runs a command to its end: the JSON that it printed, and (CPU seconds, wall seconds, peak KiB)."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as told:
        asked.write(given.encode())
        asked.seek(0)
        start = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdin=asked, stdout=told)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in DONE:
            sys.exit(f"{command[0]} ended with {process.returncode}")
        told.seek(0)
        return json.load(told), (usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)


def sample(subject, usage, results):
    cpu, wall, peak = usage
    print(f"sample {subject} {cpu:.3f} {wall:.3f} {peak} {results}", flush=True)


if __name__ == "__main__":
    main()
