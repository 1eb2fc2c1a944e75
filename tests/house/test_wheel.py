"""The wheel alone works: rules, styles, schema and sample data are in it, and `saidby demo` runs from it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"the wheel can't be built: {done.stderr[-2000:]}")
    (path,) = out.glob("saidby-*.whl")
    return path


def test_every_data_file_of_the_checkout_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    data = {
        str(p.relative_to(ROOT))
        for room in ("tui", "store", "importers", "sample_data")
        for p in (ROOT / room).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert {Path(name).suffix for name in data} >= {".py", ".sql", ".toml", ".tcss", ".md"}
    assert data <= inside


def test_the_wheel_runs_the_demo_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """The environment sees this one's libraries (they were installed by the same lock file), but only the wheel's saidby."""
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    (site,) = home.glob("lib/python*/site-packages") if os.name != "nt" else home.glob("Lib/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    libraries = next(p for p in sys.path if p.endswith("site-packages"))
    run = (
        f"import sys; sys.path.append({libraries!r})\n"
        f"sys.path[:] = [p for p in sys.path if p != {str(ROOT)!r}]\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]\n"
        "import tui; assert str(tui.__file__).startswith(sys.prefix), tui.__file__\n"
        "from tui.cli.main import run\nsys.argv = ['saidby', 'demo']\nrun()"
    )
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = subprocess.run(
        [str(python), "-c", run], cwd=tmp_path, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "strongest" in done.stdout.lower()
