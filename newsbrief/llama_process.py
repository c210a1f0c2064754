"""The process that runs llama.cpp's server: a script that `newsbrief.local` starts, and that the package never imports.

It reads one line of JSON from standard input (what to serve), writes one line to standard output (where it is served),
and ends when standard input does, so it cannot outlive the program that started it.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

MAX_THREADS = 8
CACHE_MIB = 512
BATCH_TOKENS = 256


def main() -> None:
    """Serve until standard input ends."""
    import xllamacpp  # type: ignore[import-untyped]

    server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), json.loads(sys.stdin.readline())))
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    # Not the ordinary way out: the server's destructor waits for requests in flight, however long they take.
    os._exit(0)


def _parameters(params: Any, plan: dict[str, Any]) -> Any:  # noqa: ANN401 - xllamacpp is not typed
    params.model.path = plan["path"]
    params.model_alias = {plan["name"]}
    params.api_keys = [plan["api_key"]]
    params.n_parallel = plan["slots"]
    params.n_ctx = plan["context_tokens"] * plan["slots"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = _threads()
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.ui = params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
    params.offline = True
    params.verbosity = 1  # errors only
    # Both only cost time: the context is sized by us, and the first question warms up.
    params.warmup = params.fit_params = False
    # A question that nobody waits for any more is dropped between two batches.
    params.n_batch = params.n_ubatch = BATCH_TOKENS
    params.cache_prompt = True
    # States of earlier prompts: the default keeps 8 GiB of them.
    params.cache_ram_mib = CACHE_MIB
    # A slot is reused for a prompt that shares half with its last one: the article, not just the instructions.
    params.slot_prompt_similarity = 0.5
    return params


def _threads() -> int:
    """One thread a physical core that we may use; more would only wait for one another."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return max(1, min(len({_core(cpu) for cpu in allowed}), _quota(), MAX_THREADS))


def _core(cpu: int) -> str:
    try:
        return Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").read_text()
    except OSError:
        return str(cpu)


def _quota() -> int:
    """How many cores a container may keep busy, which its list of cores does not tell."""
    try:
        microseconds, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return int(microseconds) // int(period)
    except (OSError, ValueError):
        return MAX_THREADS


if __name__ == "__main__":
    main()
