"""read_openpyxl.py FILE MODE: reads the values of a workbook with openpyxl; prints one line of JSON.

MODE is `read_only` (its streaming reader) or `whole` (its usual one). Importing openpyxl is not counted.
"""
import json
import sys
import time

import openpyxl


def peak_kib():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return None


path, mode = sys.argv[1:]
before = peak_kib()
began, computed = time.perf_counter(), time.process_time()
book = openpyxl.load_workbook(path, read_only=mode == "read_only", data_only=True)
cells = filled = 0
for sheet in book.worksheets:
    for row in sheet.iter_rows(values_only=True):
        held = sum(1 for value in row if value is not None and value != "")
        cells += held
        filled += held > 0
seconds, cpu = time.perf_counter() - began, time.process_time() - computed
print(json.dumps({
    "seconds": seconds, "cpu": cpu, "filled": filled, "cells": cells, "peak_kib": peak_kib(), "before_kib": before,
}))
