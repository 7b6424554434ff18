#!/usr/bin/env python3
"""Check a copy of a case, offline. Needs Python 3.8 or newer and nothing else: no network, no other file of ours.

    python3 verify.py                 check the folder in which this file lies
    python3 verify.py --seal HASH     and that its manifest is the one with this SHA-256, told to you another way

Exit code 0: nothing was changed. 1: something was; every fault is named, the first entry of the record first.
2: it cannot be told, because the folder cannot be read.

What it does is short enough to be read. Every file must have the size and SHA-256 of the manifest, and no file may
have been added. Every entry of the record is hashed again: SHA-256 over the hash before it and its fields, each with
its length as eight bytes in front. An entry has two hashes, one in the chain of this case and one in the chain over
everything the site records; in the second, `before` is the hash of the entry in front of it, which mostly belongs to
another case. Entries whose words are withheld keep their place and their hashes, so the next one still hangs on them.
Texts must have the fingerprint that the record holds of them.

Somebody who writes all of this anew, with every hash, makes a folder that fits itself. Only the SHA-256 of the
manifest shows that: ask the site's registrar or an auditor for it, who read it in the record there.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

FORMAT = "conduct-copy/1"
FIELDS = ("case_number", "kind", "at", "actor", "system", "data")
HERE = Path(__file__).resolve().parent


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check a copy of a case, offline.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="the copy (default: where this file is)")
    parser.add_argument("--seal", metavar="HASH", help="the SHA-256 of manifest.json, told to you another way")
    wanted = parser.parse_args(arguments)
    try:
        raw = (wanted.folder / "manifest.json").read_bytes()
        manifest = json.loads(raw)
        if manifest["format"] != FORMAT:
            raise ValueError(f"the format is {manifest['format']}, not {FORMAT}")
        faults = check(wanted.folder, manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        sys.stderr.write(f"It cannot be told: {type(problem).__name__}: {problem}\n")
        return 2
    seal = hashlib.sha256(raw).hexdigest()
    if wanted.seal and wanted.seal.strip().lower() != seal:
        faults.insert(0, f"manifest.json is not the one that was sealed: its SHA-256 is {seal}")
    report(faults, manifest, seal, wanted.seal)
    return 1 if faults else 0


def report(faults, manifest, seal, told):
    for fault in faults:
        sys.stdout.write(f"CHANGED: {fault}.\n")
    if faults:
        return
    files, entries = len(manifest["files"]), manifest["record"]["entries"]
    sys.stdout.write(f"Unchanged: {files} files, {entries} entries of the record of case {manifest['case']}.\n")
    if not told:
        sys.stdout.write("The folder fits itself. Compare the SHA-256 of its manifest with the one in the record of ")
        sys.stdout.write(f"the site:\n{seal}\n")


def check(folder, manifest):
    """Every fault as a sentence, those of the record first."""
    entries, faults = read_entries(folder)
    faults += check_record(entries, manifest)
    faults += check_texts(folder, entries)
    return faults + check_files(folder, manifest)


def read_entries(folder):
    entries, faults = [], []
    for place, line in enumerate(lines_of(folder / "record.jsonl"), 1):
        try:
            entry = json.loads(line)
            _ = entry["case_number"] + entry["number"], entry["before"] + entry["hash"] + entry["case_hash"]
            entries.append(entry)
        except (ValueError, KeyError, TypeError):
            faults.append(f"line {place} of record.jsonl is no entry")
    return entries, faults


def lines_of(file):
    return file.read_bytes().split(b"\n")[:-1]


def check_record(entries, manifest):
    """Walk both chains; stop at the first entry that does not hold, because all after it hang on it."""
    before = {"case_hash": "", "number": 0, "hash": None}
    for place, entry in enumerate(entries, 1):
        fault = out_of_place(entry, before, place) or changed(entry, before, manifest["case_id"])
        if fault:
            return [fault]
        before = entry
    return check_end(manifest["record"], before, len(entries))


def out_of_place(entry, before, place):
    if entry["case_number"] > place:
        return f"entry {place} of this case is missing, or was moved"
    if entry["case_number"] < place:
        return f"{name_of(entry)} is there twice, or was moved"
    if entry["number"] <= before["number"]:
        return f"{name_of(entry)} was moved: in the whole record it does not come after the one before it here"
    if entry["number"] == before["number"] + 1 and before["hash"] and entry["before"] != before["hash"]:
        return f"{name_of(entry)} does not hang on the entry before it in the whole record"
    return ""


def changed(entry, before, case_id):
    if entry.get("withheld"):
        return ""
    fields = [case_id, *("" if entry[name] is None else str(entry[name]) for name in FIELDS)]
    if link(before["case_hash"], fields) != entry["case_hash"]:
        return f"{name_of(entry)} was changed: it does not fit its hash and the entry before it in this case"
    if link(entry["before"], [str(entry["number"]), entry["case_hash"], *fields]) != entry["hash"]:
        return f"{name_of(entry)} was changed: it does not fit its hash and its place in the whole record"
    return ""


def check_end(record, last, entries):
    if entries < record["entries"]:
        return [f"entry {entries + 1} of this case is missing from the end"]
    if entries > record["entries"]:
        return [f"entry {record['entries'] + 1} of this case was added after the end"]
    if (last["case_hash"], last["hash"]) != (record["last_case_hash"], record["last_hash"]):
        return [f"{name_of(last)} is not the one with which the record ended"]
    return []


def name_of(entry):
    return f"entry {entry['case_number']} of this case (number {entry['number']} in the whole record)"


def link(before, fields):
    """SHA-256 of the hash before and these fields; lengths keep them apart. `data` is hashed as the text it is."""
    digest = hashlib.sha256()
    for part in (before, *fields):
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def check_texts(folder, entries):
    """Each text that the record vouches for has the fingerprint that an entry holds."""
    known = {fingerprint_in(entry): entry for entry in entries}
    found = enumerate(lines_of(folder / "texts.jsonl"), 1)
    return [f"line {place} of texts.jsonl: {fault}" for place, line in found if (fault := wrong_text(line, known))]


def fingerprint_in(entry):
    try:
        return json.loads(entry["data"]).get("fingerprint")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def wrong_text(line, known):
    try:
        row = json.loads(line)
        wanted, words, covered = row["fingerprint"], row["text"], row.get("covered") or row["text"]
        same = hashlib.sha256(covered.encode()).hexdigest() == wanted and words in covered
    except (ValueError, KeyError, TypeError, AttributeError):
        return "this is no text"
    if wanted and wanted not in known:
        return "no entry of the record vouches for this text"
    if wanted and not same:
        return f"the text is not the one that was recorded by {name_of(known[wanted])}"
    return ""


def check_files(folder, manifest):
    faults, listed = [], {"manifest.json"}
    for file in manifest["files"]:
        path = folder / file["path"]
        listed.add(file["path"])
        if not path.is_file():
            faults.append(f"{file['path']} is missing")
        elif measure(path) != (file["bytes"], file["sha256"]):
            faults.append(f"{file['path']} was changed")
    there = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return faults + [f"{path} was added" for path in there if path not in listed]


def measure(path):
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            size += len(block)
            digest.update(block)
    return size, digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
