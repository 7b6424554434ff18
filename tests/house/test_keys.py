import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from conduct import keys


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "SEALING_KEYS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "keys"


@pytest.fixture
def made(folder, tmp_path):
    keys.create(folder, tmp_path / "db.sqlite3")
    return folder


def sealing_file(folder):
    return next(folder.glob("sealing-*"))


def test_the_files_are_for_this_account_alone(made):
    assert made.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in made.iterdir()} == {0o600}


def test_what_was_made_can_be_read(made):
    assert len(keys.read_secret(made)) > 50
    assert [len(key) for key in keys.read_ring(made).values()] == [32]


def test_nothing_is_ever_overwritten(made, tmp_path):
    before = {path: path.read_text() for path in made.iterdir()}
    assert keys.create(made, tmp_path / "db.sqlite3") == []
    assert {path: path.read_text() for path in made.iterdir()} == before


def test_the_newest_key_is_the_one_in_use(made):
    (made / "sealing-99991231-000000").touch(0o600)
    (made / "sealing-99991231-000000").write_text(base64.b64encode(b"n" * 32).decode())
    assert next(iter(keys.read_ring(made).values())) == b"n" * 32


def test_no_first_key_is_made_beside_an_old_database(folder, tmp_path):
    (tmp_path / "db.sqlite3").touch()
    with pytest.raises(ImproperlyConfigured, match="put the old key back"):
        keys.create(folder, tmp_path / "db.sqlite3")


def test_another_key_may_be_made_beside_an_old_database(made, tmp_path, monkeypatch):
    (tmp_path / "db.sqlite3").touch()
    monkeypatch.setattr(keys, "_new_id", lambda: "99991231-000000")
    assert [path.name for path in keys.create(made, tmp_path / "db.sqlite3", another=True)] == [
        "sealing-99991231-000000"
    ]


@pytest.mark.parametrize("read", [keys.read_secret, keys.read_ring])
def test_a_missing_key_names_the_repair(folder, read):
    with pytest.raises(ImproperlyConfigured, match=r"run `python -m conduct\.keys`"):
        read(folder)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_others_can_read_names_the_repair(made, mode):
    sealing_file(made).chmod(mode)
    with pytest.raises(ImproperlyConfigured, match=f"run `chmod 600 {sealing_file(made)}`"):
        keys.read_ring(made)


def test_a_folder_others_can_read_names_the_repair(made):
    made.chmod(0o755)
    with pytest.raises(ImproperlyConfigured, match=f"run `chmod 700 {made}`"):
        keys.read_ring(made)


def test_a_file_of_another_account_names_the_repair(made, monkeypatch):
    monkeypatch.setattr(keys.os, "geteuid", lambda: 4242)
    with pytest.raises(ImproperlyConfigured, match="run `chown 4242"):
        keys.read_secret(made)


@pytest.mark.parametrize("text", ["not base64!", base64.b64encode(b"short").decode()])
def test_a_malformed_key_says_where(made, text):
    sealing_file(made).write_text(text)
    with pytest.raises(ImproperlyConfigured, match="is not 32 bytes in base64"):
        keys.read_ring(made)


def test_an_empty_key_file_says_where(made):
    (made / "secret").write_text("")
    with pytest.raises(ImproperlyConfigured, match="is empty: restore it"):
        keys.read_secret(made)


def test_keys_from_a_secret_store_come_first_to_last(folder, monkeypatch):
    new, old = (base64.b64encode(letter * 32).decode() for letter in (b"n", b"o"))
    monkeypatch.setenv("SEALING_KEYS", f"b:{new}, a:{old}")
    assert list(keys.read_ring(folder).items()) == [("b", b"n" * 32), ("a", b"o" * 32)]


def test_a_malformed_key_from_a_secret_store_is_not_repeated(folder, monkeypatch):
    monkeypatch.setenv("SEALING_KEYS", "a:hunter2")
    with pytest.raises(ImproperlyConfigured, match="entry 'a'") as problem:
        keys.read_ring(folder)
    assert "hunter2" not in str(problem.value)
