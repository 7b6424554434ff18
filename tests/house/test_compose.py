import shutil
import subprocess

import pytest

from tests.conftest import unavailable
from tests.house.sizes import ROOT

CLIENTS = (["docker", "compose"], ["docker-compose"])


@pytest.fixture(scope="module")
def client() -> list[str]:
    for command in CLIENTS:
        if shutil.which(command[0]) and subprocess.run([*command, "version"], capture_output=True).returncode == 0:
            return command
    unavailable("A client for docker compose")
    return []


def test_the_compose_file_is_clean_with_the_sample_environment(client, tmp_path):
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    result = subprocess.run([*client, "config"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    for service in ("web", "worker", "beat", "postgres", "redis"):
        assert f"\n  {service}:\n" in result.stdout


def test_every_service_has_a_health_check():
    text = (ROOT / "docker-compose.yml").read_text()
    assert text.count("healthcheck:") == 5
