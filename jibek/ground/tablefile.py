"""One table, one Parquet file: the same rows give the same bytes.

No pandas metadata, no timestamps, fixed compression and types by the declaration; nothing that depends on the
machine, the clock or the order of threads enters the file.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.ground.table import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from jibek.ground.arrays import Array


def to_bytes(frame: pd.DataFrame, table: Table | None) -> bytes:
    """The Parquet file of a frame; blanks and NaN are null.

    Parameters
    ----------
    frame
        Any index; it is not stored.
    table
        Its declaration, which decides order and types; None: types are inferred, columns stay in place.

    Raises
    ------
    InputError
        ``table.invalid`` when the frame does not keep to its declaration.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if table is not None:
        frame = table.check(frame)
    columns = {str(c): _array(frame[c], table, str(c)) for c in frame.columns}
    arrow = pa.table(columns) if columns else pa.table({})
    buffer = io.BytesIO()
    pq.write_table(arrow, buffer, compression="zstd", compression_level=3, store_schema=False, version="2.6")
    return buffer.getvalue()


def _array(cells: pd.Series, table: Table | None, name: str) -> pa.Array:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    spec = table.columns.get(name) if table is not None else None
    if spec is not None:
        kinds = {"text": pa.string(), "number": pa.float64(), "integer": pa.int64(), "flag": pa.bool_()}
        cells = cells.map(_words, na_action="ignore") if spec.kind == "text" else cells
        return pa.Array.from_pandas(cells, type=kinds[spec.kind])
    if cells.dtype == object or isinstance(cells.dtype, (pd.StringDtype, pd.CategoricalDtype)):
        present = [v for v in cells if not _null(v)]
        if present and all(isinstance(v, (bool, np.bool_)) for v in present):
            return pa.array([None if _null(v) else bool(v) for v in cells], pa.bool_())
        if present and all(isinstance(v, (int, float, np.number)) for v in present):
            return pa.array([None if _null(v) else float(v) for v in cells], pa.float64())
        return pa.array([None if _null(v) else _words(v) for v in cells], pa.string())
    return pa.Array.from_pandas(cells)


def _words(value: Any) -> str:
    # A list in a cell (legs, fact ids) is kept as its ids joined, the form that explain reads.
    return ";".join(str(v) for v in value) if isinstance(value, (list, tuple)) else str(value)


def _null(value: Any) -> bool:
    return value is None or (value != value) is True or type(value).__name__ == "NAType"


def read(path: Path, sha256: str | None = None) -> pd.DataFrame:
    """The frame of a Parquet file; text columns hold str and None.

    Raises
    ------
    InputError
        ``store.no_table`` when there is no file, ``store.altered`` when its hash is not ``sha256``.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        fix = "Run the scenario again."
        raise InputError(
            "store.no_table", f"no file {path}", [Problem("store.no_table", str(path), fix=fix)]
        ) from None
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        problem = Problem(
            "store.altered", str(path), expected="the bytes that the run wrote", fix="Run the scenario again."
        )
        raise InputError("store.altered", f"{path.name} is not the file that the run wrote", [problem])
    arrow = pq.read_table(pa.BufferReader(content))
    texts = [field.name for field in arrow.schema if field.type == pa.string()]
    frame = arrow.drop_columns(texts).to_pandas()
    for at, field in enumerate(arrow.schema):
        cells = arrow[field.name]
        if field.name in texts:
            frame.insert(at, field.name, pd.Series(_once(cells.combine_chunks()), frame.index, dtype=object))
        elif pa.types.is_integer(field.type) and cells.null_count:
            frame[field.name] = cells.to_pandas(integer_object_nulls=True).astype("Int64")
    return frame


def _once(cells: pa.Array) -> Array:
    """Words, None where nothing stands; each word once in memory, however many cells hold it."""
    import numpy as np

    coded = cells.dictionary_encode()
    words = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
    return words[coded.indices.fill_null(len(words) - 1).to_numpy()]
