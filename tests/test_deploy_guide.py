"""The guide to deploying is true as far as a test can see: commands, settings, the proxies' checks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.commands import verbs
from tests.test_readme import ROWS

GUIDE = (Path(__file__).parent.parent / "docs/how-to/deploy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, flags=re.MULTILINE | re.DOTALL)
FOLDER = "/opt/minamata/.venv/bin/minamata "


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCKS if found == kind]


def test_every_command_is_one() -> None:
    joined = re.sub(r"\$\([^)]*\)", "1", GUIDE.replace("\\\n", ""))
    commands = re.findall(rf"{re.escape(FOLDER)}(.+?)(?:'|$)", joined, flags=re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        assert verbs.parser().parse_args(command.split()).command


def test_every_setting_is_one() -> None:
    assert set(re.findall(r"MINAMATA_[A-Z_]+", GUIDE)) <= set(ROWS)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    names = ("minamata.service", "minamata-backup.service", "minamata-backup.timer")
    for name, unit in zip(names, blocks("ini"), strict=True):
        (tmp_path / name).write_text(unit.replace(FOLDER.strip(), "/bin/true"), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in names)],
        capture_output=True,
        text=True,
    )
    assert [line for line in told.stderr.splitlines() if str(tmp_path) in line] == []


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    openssl = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=minamata.example.org",
    )
    command = [*openssl, "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)
    server = blocks("nginx")[0].replace("/etc/letsencrypt/live/minamata.example.org", str(tmp_path))
    head = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off;"
    config = tmp_path / "nginx.conf"
    config.write_text(f"{head}\n{server}\n}}\n", encoding="utf-8")
    told = subprocess.run(["nginx", "-t", "-c", str(config)], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not on this machine")
def test_caddy_takes_its_configuration(tmp_path: Path) -> None:
    config = tmp_path / "Caddyfile"
    config.write_text(blocks("caddy")[0], encoding="utf-8")
    command = ["caddy", "adapt", "--config", str(config), "--adapter", "caddyfile"]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
