"""Reads a file as Python programs do, and prints the seconds of processor time that took. Usage: readers.py READER FILE

With "parquet" for a reader it is the writer of the Parquet file that the others read: FILE.parquet of FILE.csv.
"""
import gc
import sys
import time


def json_lines(path):
    import json

    def read():
        with open(path, encoding="utf-8") as f:
            return [json.loads(line) for line in f]
    return read


def json_document(path):
    import json

    def read():
        with open(path, encoding="utf-8") as f:
            return json.load(f)
    return read


def csv_rows(path):
    import csv

    def read():
        with open(path, encoding="utf-8", newline="") as f:
            return list(csv.reader(f))
    return read


def pandas_csv(path):
    import pandas
    return lambda: pandas.read_csv(path)


def pandas_parquet(path):
    import pandas
    import pyarrow
    pyarrow.set_cpu_count(1)
    return lambda: pandas.read_parquet(path, use_threads=False)


def pyarrow_parquet(path):
    import pyarrow
    from pyarrow import parquet
    pyarrow.set_cpu_count(1)
    return lambda: parquet.read_table(path, use_threads=False)


def pyarrow_rows(path):
    columns = pyarrow_parquet(path)
    return lambda: columns().to_pylist()


def write_parquet(path):
    import pandas
    return lambda: pandas.read_csv(path).to_parquet(path.removesuffix(".csv") + ".parquet", index=False)


READERS = {
    "json lines": json_lines,
    "json": json_document,
    "csv": csv_rows,
    "pandas.read_csv": pandas_csv,
    "pandas.read_parquet": pandas_parquet,
    "pyarrow": pyarrow_parquet,
    "pyarrow, rows": pyarrow_rows,
    "parquet": write_parquet,
}

read = READERS[sys.argv[1]](sys.argv[2])
read()  # what is loaded on first use
gc.collect()
start = time.process_time()
rows = read()
print(time.process_time() - start)
