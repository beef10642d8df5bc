"""Benchmarks are run by hand and rarely, so what they import is held here: a module that moved is noticed."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

IMPORT_ALL = """
import importlib.util, json, sys
from pathlib import Path

root = Path(sys.argv[1])
faults = {}
sys.path.insert(0, str(root))
for path in sorted((root / "benchmarks").rglob("*.py")):
    before, known = list(sys.path), set(sys.modules)
    sys.path.insert(0, str(path.parent))  # as `python benchmarks/x.py` does
    spec = importlib.util.spec_from_file_location("benchmark_" + path.stem, path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        name = (error.name or "").split(".")[0] if isinstance(error, ModuleNotFoundError) else ""
        faults[str(path.relative_to(root))] = [type(error).__name__, str(error), name]
    sys.path[:] = before
    for name in set(sys.modules) - known:  # siblings of one folder may have a namesake in another
        if getattr(sys.modules[name], "__file__", None) and str(root / "benchmarks") in str(sys.modules[name].__file__):
            del sys.modules[name]
print(json.dumps(faults))
"""


def test_every_benchmark_imports_unless_a_peer_of_ours_is_not_installed() -> None:
    command = [sys.executable, "-c", IMPORT_ALL, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    ours = {"exams", "contamination", "scoring", "reports", "examsim"}
    ours |= {p.stem for folder in ("benchmarks", "tests") for p in (ROOT / folder).rglob("*.py")}
    ours |= {p.name for p in (ROOT / "tests").rglob("*") if p.is_dir()}
    faults = json.loads(done.stdout.splitlines()[-1])
    missing_peers = {
        path for path, (kind, _, name) in faults.items() if kind == "ModuleNotFoundError" and name not in ours
    }
    assert {path: fault for path, fault in faults.items() if path not in missing_peers} == {}
    assert all("peers/" in path for path in missing_peers), missing_peers
