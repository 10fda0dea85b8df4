#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an idle daemon costs: 5 pollers, 20 alerts, two channels, the status page on, everything well.

    idle.py LAPWING [SECONDS]    the program; for how long it is watched (60)

Prints how long a start takes until READY=1 (beside a program that does nothing but load: `lapwing --version`), the
resident memory, how often any of its threads was woken, and its share of one CPU; each beside its goal.
"""
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

POLLERS = """  models: {type: model_metrics, every: 1m, path: models, expect: []}
  more: {type: model_metrics, every: hourly, path: more, expect: []}
  prices: {type: data_quality, every: 1m, path: prices.csv, time_column: time, step: 1h}
  rows: {type: data_quality, every: hourly, path: rows.jsonl}
  scans: {type: security_scan, every: 1m, path: scan.json}
"""
CONFIGURATION = """project: idle
timezone: Europe/Berlin
state: state
alerts: [alerts.yaml]
http: 127.0.0.1:{port}
pollers:
{pollers}channels:
  team: {{type: discord, url: "https://discord.example/api/webhooks/1/token"}}
  log: {{type: console}}
"""
WATCHED = ["model.accuracy", "model.f1", "model.precision", "model.recall", "mean(model.accuracy, last 20 runs)",
           "drop(model.f1, last 20 runs)", "data.valid", "mean(data.valid, 7d)", "min(model.recall, 7d)",
           "p50(model.precision, last 50 runs)"]


def write_project(folder: pathlib.Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    now = time.time()
    stamp = lambda seconds: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - seconds))
    for name in ("models", "more"):
        (folder / name).mkdir()
        for model in ("one", "two"):
            measures = {"accuracy": 0.9, "f1": 0.9, "precision": 0.9, "recall": 0.9}
            (folder / name / f"{model}_metadata.json").write_text(
                json.dumps({"model_name": f"{name}-{model}", "trained_at": stamp(3600), "metrics": measures}))
    (folder / "prices.csv").write_text(
        "time,price\n" + "".join(f"{stamp(3600 * i)},{i}\n" for i in reversed(range(2000))))
    (folder / "rows.jsonl").write_text("".join(json.dumps({"id": i, "value": i / 2}) + "\n" for i in range(2000)))
    (folder / "scan.json").write_text(json.dumps(
        {"SchemaVersion": 2, "CreatedAt": stamp(60), "ArtifactName": "image", "Results": []}))
    alerts = "alerts:\n"
    for number, watch in enumerate(WATCHED + WATCHED):
        when, bound = ("above", "50pp") if watch.startswith("drop") else ("below", "1%")
        alerts += f"  alert-{number}: {{watch: '{watch}', when: {when}, critical: {bound}}}\n"
    (folder / "alerts.yaml").write_text(alerts)
    (folder / "lapwing.yaml").write_text(CONFIGURATION.format(port=port, pollers=POLLERS))


class Daemon:
    def __init__(self, program: str, folder: pathlib.Path):
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = str(folder / "notify.sock")
        pathlib.Path(address).unlink(missing_ok=True)
        self.notices.bind(address)
        self.notices.settimeout(60)
        self.log = open(folder / "log", "w")
        begun = time.perf_counter()
        self.process = subprocess.Popen([program, "run", "--config", str(folder / "lapwing.yaml")], stdout=self.log,
                                        stderr=self.log, env={**os.environ, "NOTIFY_SOCKET": address})
        while "READY=1" not in self.notices.recv(4096).decode().splitlines():
            pass
        self.ready_after = time.perf_counter() - begun

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(60) != 0:
            sys.exit(f"the daemon ended with {self.process.returncode}")

    def status(self, name: str) -> int:
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        raise KeyError(name)

    def cpu(self) -> float:
        """Seconds that its threads were on a CPU."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def wake_ups(self) -> int:
        """How often any of its threads went to sleep: so often it was woken."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        lines = [line for task in tasks for line in (task / "status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def load_time(program: str) -> float:
    begun = time.perf_counter()
    subprocess.run([program, "--version"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> None:
    program, span = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory(prefix="lapwing-idle-") as name:
        folder = pathlib.Path(name)
        write_project(folder)
        Daemon(program, folder).stop()  # the store is made
        starts = []
        for _ in range(10):
            daemon = Daemon(program, folder)
            starts.append(daemon.ready_after)
            daemon.stop()
        loads = [load_time(program) for _ in range(10)]
        daemon = Daemon(program, folder)
        time.sleep(5)
        cpu, woken = daemon.cpu(), [daemon.wake_ups()]
        for _ in range(span):
            time.sleep(1)
            woken.append(daemon.wake_ups())
        cpu = daemon.cpu() - cpu
        resident, peak = daemon.status("VmRSS"), daemon.status("VmHWM")
        daemon.stop()
        said = (folder / "log").read_text()
        if "critical" in said or "failed" in said:
            sys.exit("not everything is well:\n" + said[-3000:])
    milliseconds = lambda times: f"{1000 * statistics.median(times):.1f} ms (worst of 10: {1000 * max(times):.1f} ms)"
    print(f"start to READY: {milliseconds(starts)}; `lapwing --version`: {milliseconds(loads)}; goal: under 100 ms")
    print(f"resident: {resident * 1024 / 1e6:.1f} MB, at most {peak * 1024 / 1e6:.1f} MB; goal: under 16 MB")
    busy = sum(after != before for before, after in zip(woken, woken[1:]))
    print(f"woken: in {busy} of {span} seconds, {woken[-1] - woken[0]} times in all, three polls a minute among them; "
          "goal: not more often than once a second")
    print(f"CPU over {span} s: {100 * cpu / span:.4f} % of one; goal: under 0.05 %")


main()
