"""CPU of the model layer: 2,000 multiple-choice questions against a zero-latency server, cold and from the cache,
and beside it a plain loop over OpenAI's SDK that keeps the replies in a file and nothing else.

    python benchmarks/model_calls.py [questions]

Prints user + system seconds of the examsim process per question, start-up and report included and apart.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

SERVER = """
import asyncio, json
BODY = json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [{"index": 0,
    "finish_reason": "stop", "message": {"role": "assistant", "content": "B follows. The answer is therefore [B]"}}],
    "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}}).encode()
HEAD = b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(BODY)
async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\\r\\n\\r\\n")
            lines = [line.lower() for line in head.split(b"\\r\\n")]
            length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
            await reader.readexactly(length)
            writer.write(HEAD + BODY)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""

ANSWERS_ONLY = """
import sys, time, resource
from pathlib import Path
from examsim.models.budget import Budget
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.models.resources import RunResources
from examsim.running.run_plan import Settings
import httpx2  # noqa: F401
plan = make_run_plan(sys.argv[1], "m", form=None, section=None, settings=Settings(), base_url=sys.argv[2])
before = time.process_time()
execute(plan, RunResources(cache=Path(sys.argv[3])), lambda *_: None)
print((time.process_time() - before) / len(plan.form.questions) * 1000)
"""

PLAIN = """
import asyncio, json, re, sys, time
from openai import AsyncOpenAI
from examsim.running.choose import make_run_plan
from examsim.running.run_plan import Settings
from examsim.running.requests import answer_request, first_prompt
plan = make_run_plan(sys.argv[1], "m", form=None, section=None, settings=Settings(), base_url=sys.argv[2])
texts = [(q.id, first_prompt(plan, q, plan.prompter.examples_for(q)).messages[0].text) for q in plan.form.questions]
async def main():
    client, waiting = AsyncOpenAI(base_url=sys.argv[2], api_key="x"), iter(texts)
    async def worker(file):
        for name, text in waiting:
            reply = await client.chat.completions.create(model="m", temperature=0.3, max_tokens=2048,
                messages=[{"role": "user", "content": text}])
            said = reply.choices[0].message.content
            letter = re.search(r"therefore \\[([A-D])\\]", said)
            print(json.dumps({"question": name, "answer": letter and letter[1], "text": said}), file=file, flush=True)
    with open(sys.argv[3], "w") as file:
        await asyncio.gather(*(worker(file) for _ in range(8)))
before = time.process_time()
asyncio.run(main())
print((time.process_time() - before) / len(texts) * 1000)
"""


def cpu_of(command: list[str]) -> tuple[float, str]:
    """CPU seconds of a command and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "OPENAI_API_KEY": "x"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main() -> None:
    from toy_exam import choice, make_exam

    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    url = f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
    try:
        with tempfile.TemporaryDirectory() as folder:
            stem = "A long stem, as exams have them. " * 20
            exam = make_exam(Path(folder) / "toy", [choice(n, stem=f"{stem}{n}") for n in range(questions)], examples=5)
            whole = [sys.executable, "-m", "examsim", "run", str(exam), "--model", "m", "--base-url", url, "--json"]
            figures = {}
            cpu, said = cpu_of([sys.executable, "-c", PLAIN, str(exam), url, f"{folder}/plain.jsonl"])
            figures["plain SDK loop: ms CPU a question"] = round(float(said), 3)
            for name in ("cold", "cached"):
                cpu, said = cpu_of([sys.executable, "-c", ANSWERS_ONLY, str(exam), url, f"{folder}/answers.sqlite"])
                figures[f"answers, {name}: ms CPU a question"] = round(float(said), 3)
            for name in ("cold", "cached"):
                cpu, _ = cpu_of([*whole, "--out", f"{folder}/runs"])
                figures[f"whole command, {name}: ms CPU a question"] = round(cpu / questions * 1000, 3)
            print(json.dumps(figures, indent=2))
    finally:
        server.kill()


if __name__ == "__main__":
    main()
