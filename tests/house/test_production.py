"""The site as it is run for real: the units and the manual, followed to the letter."""

import shutil
import subprocess

import pytest

from tests import production
from tests.conftest import unavailable
from tests.house.sizes import ROOT
from tests.real import servers, units

UNITS = ("web", "worker", "beat")


def test_the_manual_leads_from_nothing_to_a_letter_and_a_clean_stop(postgresql, tmp_path):
    if not servers.OwnRedis.is_installed():
        unavailable("A Redis server")
    with production.site(tmp_path) as site:
        production.walk(site)
        assert production.stop(site) == {"beat": 0, "worker": 0, "web": 0}
    said = "".join(path.read_text() for path in tmp_path.glob("*.log"))
    assert [word for word in ("Cara", "cara@", "shouted", "/cases/") if word in said] == []


def test_the_units_are_such_as_systemd_takes(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not available here.")
    for name in UNITS:
        text = (ROOT / "deploy" / f"conduct-{name}.service").read_text()
        (tmp_path / f"conduct-{name}.service").write_text(text.replace(f"{units.CODE}/venv/bin/", "/bin/true "))
    files = sorted(tmp_path.iterdir())
    result = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_no_unit_takes_the_clocks_down_with_the_pages():
    for name in ("worker", "beat"):
        text = (ROOT / "deploy" / f"conduct-{name}.service").read_text()
        assert "\nRequires=" not in text
        assert "\nRestart=always\n" in text


@pytest.mark.parametrize("name", UNITS)
def test_containers_and_units_run_the_same_commands(name):
    _, (program, *words) = units.unit(name)
    command = " ".join(words).replace("127.0.0.1:0", "0.0.0.0:8000")
    assert f"{program.rsplit('/', 1)[1]} {command}" in (ROOT / "docker-compose.yml").read_text()


def test_the_sample_of_a_proxy_passes_on_nothing_that_is_for_this_machine():
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    assert "@machines path /metrics /readyz\n\trespond @machines 404\n" in text
    assert "output discard" in text
