"""Measured workloads beside their floors: `make bench` prints a table and writes `var/bench.json`.

Two cores drift, so every figure is a ratio to a floor of the same run, as a median over interleaved rounds.
"""
