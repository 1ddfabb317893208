"""The wheel and the source archive hold all that they need, and work where there is nothing else, and no network.

`scripts/test-install` runs it; it makes an environment for each Python that is on this machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
OFFLINE = ("unshare", "--map-root-user", "--net")
"""A process of its own network, in which there is nobody (unshare(1))."""


def run(*words: str, folder: Path) -> str:
    """Run a command, and give what it says."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def python_of(version: str) -> str | None:
    """Find a Python that starts and has this version."""
    for place in (shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")):
        if place:
            done = subprocess.run([str(place), "--version"], capture_output=True, text=True, check=False)
            if done.stdout.startswith(f"Python {version}."):
                return str(place)
    return None


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both, the wheel from the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT), folder=folder)
    return folder


def names(archives: Path) -> tuple[set[str], set[str]]:
    """List what is in both, below their top folders."""
    wheel, source = next(archives.glob("*.whl")), next(archives.glob("*.tar.gz"))
    with zipfile.ZipFile(wheel) as one, tarfile.open(source) as other:
        return set(one.namelist()), {name.partition("/")[2] for name in other.getnames()}


def test_the_archives_are_in_order(archives: Path) -> None:
    """Their metadata can be shown, and no file is missing, doubled or stray."""
    paths = [str(path) for path in archives.iterdir()]
    run(sys.executable, "-m", "twine", "check", "--strict", *paths, folder=archives)
    wheel, source = names(archives)
    kept = run("git", "ls-files", "graph", "ontology", folder=ROOT).splitlines()
    assert {name for name in kept if not name.endswith(".npmrc")} <= source
    shipped = {name.removeprefix("graph/") for name in kept if name.startswith("graph/immunograph/")}
    assert {name for name in shipped if name.endswith((".py", ".html", ".css"))} <= wheel
    assert {
        name.replace("ontology/", "immunograph/ontology/", 1) for name in kept if name.startswith("ontology/")
    } <= wheel
    assert {
        f"immunograph/page/assets/{name}" for name in ("boot.js", "page.js", "worker.js", "oxigraph.wasm", "LICENSES")
    } <= wheel
    assert not [name for name in wheel if name.startswith(("tests/", "output/"))]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_does_the_main_job_without_a_network(archives: Path, tmp_path: Path, version: str) -> None:
    """Installed in a clean environment: a build in an empty folder, a question, a proof; and what it needs fits."""
    python = python_of(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    run(python, "-m", "venv", "venv", folder=tmp_path)
    inside, empty = tmp_path / "venv" / "bin", tmp_path / "empty"
    empty.mkdir()
    run(str(inside / "python"), "-m", "pip", "install", "--quiet", str(next(archives.glob("*.whl"))), folder=tmp_path)
    run(str(inside / "python"), "-m", "pip", "check", folder=tmp_path)
    alone = OFFLINE if subprocess.run([*OFFLINE, "true"], capture_output=True, check=False).returncode == 0 else ()
    command = str(inside / "immunograph")
    run(*alone, command, "build", folder=empty)
    assert (empty / "output" / "immunograph.html").stat().st_size > 1_000_000
    rows = json.loads(run(*alone, command, "query", "forms", "--format", "json", folder=empty))
    assert len(rows["results"]["bindings"]) == 7
    assert "releases" in run(*alone, command, "why", "pembrolizumab", "releases", "T-cell-activation", folder=empty)
    assert (
        "0 errors"
        in subprocess.run([command, "validate"], cwd=empty, capture_output=True, text=True, check=True).stderr
    )


@pytest.fixture(scope="session")
def everything(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with all extras but Spark; give the Python of that environment."""
    folder = tmp_path_factory.mktemp("everything")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    wheel = f"{next(archives.glob('*.whl'))}[{','.join(sorted({*extras} - {'spark'}))}]"
    run(sys.executable, "-m", "venv", "venv", folder=folder)
    inside = folder / "venv" / "bin" / "python"
    run(str(inside), "-m", "pip", "install", "--quiet", wheel, folder=folder)
    return inside


def test_what_it_needs_is_permissive(everything: Path, tmp_path: Path) -> None:
    """No package of the core or an extra, nor one that those bring, is under a GPL; and the table of all is written."""
    listed = run(sys.executable, "-m", "piplicenses", "--python", str(everything), "--format", "json", folder=tmp_path)
    packages = [one for one in json.loads(listed) if one["Name"] not in ("pip", "setuptools", "immunograph")]
    assert len(packages) > 40
    for one in packages:
        assert "GPL" not in one["License"].replace("LGPL", ""), one
    (ROOT / "output").mkdir(exist_ok=True)
    lines = ["| package | version | licence |", "| --- | --- | --- |"]
    lines += [f"| {one['Name']} | {one['Version']} | {one['License']} |" for one in packages]
    (ROOT / "output" / "licences.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_no_advisory_is_known_of_what_it_needs(everything: Path, tmp_path: Path) -> None:
    """By pip-audit, which asks PyPI's database of advisories; it is skipped only where nobody answers."""
    (place,) = everything.parents[1].glob("lib/python*/site-packages")
    command = [sys.executable, "-m", "pip_audit", "--path", str(place), "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout or '{"dependencies": []}')["dependencies"]
    packages = [one for one in found if one["name"] not in ("pip", "setuptools", "immunograph")]
    if all("skip_reason" in one for one in packages):
        pytest.skip(f"the database of advisories could not be reached for {len(packages) or 'any'} packages")
    assert [one["name"] for one in packages if "skip_reason" in one] == []
    known = [(one["name"], one["version"], flaw["id"]) for one in packages for flaw in one["vulns"]]
    assert known == [], "advisories: see each id at https://osv.dev"
