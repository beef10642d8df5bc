"""The documentation as a site: built strictly, without a network, and nothing in it asks for one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="pip install 'examsim[docs]'")
    folder = tmp_path_factory.mktemp("site")
    line = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr.replace("NO_MKDOCS_2_WARNING", "")
    return folder


def test_every_page_is_built_and_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in (ROOT / "docs").rglob("*.md")}
    built = {p.relative_to(site) for p in site.rglob("*.html")}
    assert pages <= built and {Path("commands.html"), Path("python-reference.html")} <= built
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|img|iframe)[^>]+src="https?://', text), page
        assert not re.search(r'<link[^>]+rel="(?:stylesheet|preload|preconnect)"[^>]+href="https?://', text), page
        for style in re.findall(r"@import[^;]+;|url\(\s*['\"]?https?://[^)]*\)", text):
            raise AssertionError(f"{page}: {style}")


def test_the_reference_has_every_command_and_every_name(site: Path) -> None:
    import examsim
    from examsim.cli import cli

    commands = (site / "commands.html").read_text(encoding="utf-8")
    for name in cli.commands if hasattr(cli, "commands") else ():
        assert f"examsim {name}" in commands
    assert "examsim import-run" in commands and "examsim config check" in commands
    functions = (site / "python-reference.html").read_text(encoding="utf-8")
    for name in examsim.__all__:
        assert f'id="{name.lower()}"' in functions, name
