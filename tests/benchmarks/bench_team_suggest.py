"""Suggestions made together by several machines on one PostgreSQL server: speed, a machine killed, a cable pulled.

Each machine is a network namespace with its own cable (veth) to a bridge, on whose address the server listens; so it needs
root and iproute2. Run with `python tests/benchmarks/bench_team_suggest.py [--articles 4000] [--slovnet 600] [--cut 20,90]`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from bench_suggest_scale import SCHEME, articles
from team_server import TestServer, can_serve

from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.suggestion import Suggested

ROOT = Path(__file__).parents[2]
BRIDGE, NETWORK = "annbench0", "10.213.77"
RULE = '{"label": "ORG", "pattern": "OpenAI"}\n'
AUDIT = """
CREATE TABLE public.audit (document text, what text, machine inet);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.line IS NULL AND NEW.line IS NOT NULL THEN
        INSERT INTO public.audit VALUES (NEW.document, 'delivered', inet_client_addr());
    ELSIF NEW.claimed_until > coalesce(OLD.claimed_until, '-infinity') AND coalesce(OLD.claimed_until, '-infinity') < now() THEN
        INSERT INTO public.audit VALUES (NEW.document, 'taken', inet_client_addr());
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note AFTER UPDATE ON annotator.suggestions FOR EACH ROW EXECUTE FUNCTION public.note();
"""


class Free:
    """Suggests nothing, at once: what is left is the list's own work."""

    source, fingerprint = "free", "1"

    def suggest(self, given):
        for article in given:
            yield Suggested(article.id)


class FreeSpec(SuggesterSpec):
    """Builds it, in any process."""

    def build(self):
        return Free()


class Server(TestServer):
    """A server that the machines behind the bridge can reach."""

    addresses = f"127.0.0.1,{NETWORK}.1"

    def start(self) -> None:
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {NETWORK}.0/24 scram-sha-256\n")
        super().start()


def call(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@contextmanager
def network(machines: int) -> Iterator[None]:
    """Make the machines m1 … and the bridge that joins them."""
    _forget(machines)
    call("ip", "link", "add", BRIDGE, "type", "bridge")
    call("ip", "addr", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
    call("ip", "link", "set", BRIDGE, "up")
    try:
        for n in range(1, machines + 1):
            call("ip", "netns", "add", f"annbench{n}")
            call("ip", "link", "add", f"annb{n}", "type", "veth", "peer", "name", "eth0", "netns", f"annbench{n}")
            call("ip", "link", "set", f"annb{n}", "master", BRIDGE, "up")
            inside = ("ip", "-n", f"annbench{n}")
            call(*inside, "addr", "add", f"{NETWORK}.{n + 1}/24", "dev", "eth0")
            call(*inside, "link", "set", "eth0", "up")
            call(*inside, "link", "set", "lo", "up")
        yield
    finally:
        _forget(machines)


def _forget(machines: int) -> None:
    for n in range(1, machines + 1):
        subprocess.run(["ip", "netns", "del", f"annbench{n}"], check=False, capture_output=True)
        subprocess.run(["ip", "link", "del", f"annb{n}"], check=False, capture_output=True)
    subprocess.run(["ip", "link", "del", BRIDGE], check=False, capture_output=True)


@dataclass(slots=True)
class Machine:
    """One machine's run of the command; `done` are the moments at which an article was finished."""

    number: int
    process: subprocess.Popen[str]
    done: list[float] = field(default_factory=list)
    report: dict = field(default_factory=dict)
    thread: threading.Thread | None = None

    def read(self) -> None:
        rest = ""
        for line in self.process.stdout:
            if line.startswith("progress "):
                self.done.append(time.monotonic())
            else:
                rest += line
        self.report = json.loads(rest) if rest.strip().startswith("{") else {}

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)

    def cable(self, state: str) -> None:
        call("ip", "link", "set", f"annb{self.number}", state)

    def ended(self) -> int:
        code = self.process.wait(3600)
        self.thread.join()
        return code


def start(number: int, url: str, given: str, folder: Path) -> Machine:
    """Start the command on a machine."""
    words = ["-m", "annotator", "--lang", "en", "suggest", url, "--with", given, "--processes", "1", "--json"]
    words = [*words, "--report-progress"] if given != "free" else [__file__, "--take", url]
    process = subprocess.Popen(
        ["ip", "netns", "exec", f"annbench{number}", sys.executable, *words],
        stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT,
        env=os.environ | {"ANNOTATOR_TEAM": str(folder / f"m{number}"), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    machine = Machine(number, process)
    machine.thread = threading.Thread(target=machine.read, daemon=True)
    machine.thread.start()
    return machine


def take(url: str) -> None:
    """What a machine does that measures the list alone."""
    from annotator.suggest.shared import suggest_shared
    from annotator.team.store import TeamStore

    def told(done: int, total: int) -> None:
        print(f"progress {done}/{total}", flush=True)

    store = TeamStore.open(url)
    report = suggest_shared(store, FreeSpec("free", SCHEME), processes=1, on_progress=told).to_json()
    print(json.dumps(report | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}))


class Bench:
    """A server with a corpus; each trial begins with no suggestions."""

    def __init__(self, server: Server, folder: Path, number: int) -> None:
        from annotator.team.store import TeamStore

        self.server, self.folder, self.number = server, folder, number
        self.database = server.new_database()
        store = TeamStore.create(server.url(self.database), scheme=SCHEME, name="bench")
        store.add_articles(articles(number))
        store.close()
        server.run(AUDIT, self.database)
        self.url = server.url(self.database).replace("127.0.0.1", f"{NETWORK}.1")

    def sql(self, sql: str) -> list[tuple]:
        return self.server.run(sql, self.database)

    def trial(self, given: str, machines: int, meanwhile: Callable[[list[Machine]], str] | None = None) -> None:
        """Let the machines make all suggestions, print a row and check that each article has exactly one line."""
        self.sql("TRUNCATE annotator.suggestions, public.audit")
        running = [start(n, self.url, given, self.folder) for n in range(1, machines + 1)]
        note = meanwhile(running) if meanwhile else ""
        codes = [machine.ended() for machine in running]
        moments = sorted(moment for machine in running for moment in machine.done)
        seconds = moments[-1] - moments[0]
        lines, documents = self.sql(
            "SELECT count(*), count(DISTINCT document) FROM annotator.suggestions WHERE line IS NOT NULL"
        )[0]
        delivered, distinct = self.sql(
            "SELECT count(*), count(DISTINCT document) FROM public.audit WHERE what = 'delivered'"
        )[0]
        again = self.sql("SELECT count(*) - count(DISTINCT document) FROM public.audit WHERE what = 'taken'")[0][0]
        assert lines == documents == delivered == distinct == self.number, (lines, documents, delivered, distinct)
        assert all(code in {0, -signal.SIGKILL} for code in codes), codes
        if given == "free":
            part = len(moments) // 10
            first, last = (part / (moments[i + part - 1] - moments[i]) for i in (0, len(moments) - part))
            note += f"; first tenth {first:.0f}/s, last {last:.0f}/s, peak {max(m.report['peak'] for m in running)} MB"
        shares = "+".join(str(len(machine.done)) for machine in running)
        print(
            f"{Path(given).stem:<9}{machines} machine(s): {self.number / seconds:>7.1f} articles/s ({self.number:,} in {seconds:.1f} s; "
            f"made {shares}); lost 0, delivered twice 0, taken again {again}{note}",
            flush=True,
        )


def when(machine: Machine, share: int) -> None:
    """Wait until a machine has done so many articles."""
    while len(machine.done) < share and machine.process.poll() is None:
        time.sleep(0.05)


def killed(machines: list[Machine]) -> str:
    """Kill one of two at about 30 %."""
    when(machines[0], 300)
    machines[0].kill()
    return "; the first killed (SIGKILL)"


def pulled(seconds: float, bench: Bench) -> Callable[[list[Machine]], str]:
    """Pull the first machine's cable for so many seconds."""

    def meanwhile(machines: list[Machine]) -> str:
        when(machines[0], 300)
        machines[0].cable("down")
        time.sleep(seconds)
        machines[0].cable("up")
        return f"; the first machine's cable out for {seconds:.0f} s"

    return meanwhile


def ghosts(bench: Bench) -> None:
    """A machine dies with its cable out, so that the server is told nothing: how long does it keep the connection?"""
    bench.sql("TRUNCATE annotator.suggestions, public.audit")
    (machine,) = [start(1, bench.url, "free", bench.folder)]
    when(machine, 100)
    machine.cable("down")
    machine.kill()
    machine.ended()
    began = time.monotonic()
    sql = f"SELECT count(*) FROM pg_stat_activity WHERE client_addr = '{NETWORK}.2'"
    while bench.sql(sql)[0][0] and time.monotonic() - began < 120:
        time.sleep(0.5)
    machine.cable("up")
    print(f"a machine gone without a word: the server forgets its connections after {time.monotonic() - began:.0f} s")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--articles", type=int, default=4000)
    words.add_argument("--slovnet", type=int, default=600, help="articles for slovnet, 0: none")
    words.add_argument("--machines", default="1,2,4,8")
    words.add_argument("--cut", default="20,90", help="seconds that a cable is out")
    words.add_argument("--large", type=int, default=0, help="only this: so many articles, the list alone, two machines")
    words.add_argument("--take", help=argparse.SUPPRESS)
    options = words.parse_args()
    if options.take:
        take(options.take)
        return
    if os.getuid() != 0 or not can_serve():
        print("needs root, iproute2 and PostgreSQL's programs")
        return
    counts = [int(n) for n in options.machines.split(",")]
    with tempfile.TemporaryDirectory(prefix="annotator-machines-") as name, network(max(*counts, 2)):
        folder = Path(name)
        os.environ["ANNOTATOR_TEAM"] = name
        rules = folder / "patterns.jsonl"
        rules.write_text(RULE, encoding="utf-8")
        server = Server()
        try:
            if options.large:
                Bench(server, folder, options.large).trial("free", 2)
                return
            bench = Bench(server, folder, options.articles)
            for given in ("free", str(rules)):
                for machines in counts:
                    bench.trial(given, machines)
            bench.trial(str(rules), 2, killed)
            for seconds in filter(None, options.cut.split(",")):
                bench.trial(str(rules), 2, pulled(float(seconds), bench))
            ghosts(bench)
            if options.slovnet:
                small = Bench(server, folder, options.slovnet)
                for machines in (1, 2):
                    small.trial("slovnet", machines)
        finally:
            server.close()


if __name__ == "__main__":
    main()
