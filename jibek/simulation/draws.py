"""Random numbers with an address instead of a place in a stream.

Method  Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011): key = seed,
        counter = (replication, entity, station, purpose)

A draw depends on its address alone. So results do not change with the order of events or the number of
threads, and two scenarios share the luck of every train that both of them have (common random numbers).

    address (replication 3, train 17, station Khorgos, purpose clearance)  ->  always the same 128 bits

Arrays are filled for consecutive entities, so no other file compiles against the helpers of this one.
"""

from __future__ import annotations

import math
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jibek.ground.arrays import Floats
from jibek.ground.compiled import kernel

UNIFORM, EXPONENTIAL, NORMAL, LOGNORMAL, GAMMA = range(5)

PURPOSE_LIMIT = 1 << 14  # the two bits above it and the upper half-word belong to retries within one draw

_ACCEPTANCE = 1 << 15  # of the uniform number that decides on an attempt of a gamma


@kernel("UniTuple(uint32, 4)(uint32, uint32, uint32, uint32, uint32, uint32)")
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Four 32-bit words of the counter ``c`` under the key ``k``: ten rounds of multiply, swap and xor."""
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0 = np.uint64(c0) * np.uint64(0xD2511F53)
        p1 = np.uint64(c2) * np.uint64(0xCD9E8D57)
        c0 = np.uint32((p1 >> np.uint64(32)) ^ np.uint64(c1) ^ np.uint64(k0))
        c2 = np.uint32((p0 >> np.uint64(32)) ^ np.uint64(c3) ^ np.uint64(k1))
        c1 = np.uint32(p1 & low)
        c3 = np.uint32(p0 & low)
        k0 = np.uint32((np.uint64(k0) + np.uint64(0x9E3779B9)) & low)
        k1 = np.uint32((np.uint64(k1) + np.uint64(0xBB67AE85)) & low)
    return c0, c1, c2, c3


@kernel("float64(uint32, uint32)")
def _unit(high, low):  # type: ignore[no-untyped-def]
    """A number strictly between 0 and 1 from 53 of 64 bits."""
    bits = (np.uint64(high) << np.uint64(32)) | np.uint64(low)
    return (np.float64(bits >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@kernel("float64(uint32, uint32, uint32, uint32, uint32, uint32)")
def _uniform(replication, entity, station, purpose, k0, k1):  # type: ignore[no-untyped-def]
    w0, w1, _, _ = philox(replication, entity, station, purpose, k0, k1)
    return _unit(w0, w1)


@kernel("float64(uint32, uint32, uint32, uint32, uint32, uint32)")
def _normal(replication, entity, station, purpose, k0, k1):  # type: ignore[no-untyped-def]
    """Box and Muller (1958): one block of bits, one normal."""
    w0, w1, w2, w3 = philox(replication, entity, station, purpose, k0, k1)
    return math.sqrt(-2.0 * math.log(_unit(w0, w1))) * math.cos(2.0 * math.pi * _unit(w2, w3))


@kernel("float64(float64, uint32, uint32, uint32, uint32, uint32, uint32)")
def _gamma(shape, replication, entity, station, purpose, k0, k1):  # type: ignore[no-untyped-def]
    """Marsaglia and Tsang (2000); each attempt has its own address, so a refusal shifts no other draw."""
    wanted = shape if shape >= 1.0 else shape + 1.0
    d = wanted - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    value = d
    for attempt in range(65_536):
        where = np.uint32(purpose | np.uint32(attempt << 16))
        x = _normal(replication, entity, station, where, k0, k1)
        v = (1.0 + c * x) ** 3
        if v <= 0.0:
            continue
        u = _uniform(replication, entity, station, np.uint32(where | np.uint32(1 << 15)), k0, k1)
        if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
            value = d * v
            break
    if shape < 1.0:  # Gamma(a) = Gamma(a + 1) * U^(1/a)
        u = _uniform(replication, entity, station, np.uint32(purpose | np.uint32(1 << 14)), k0, k1)
        value *= u ** (1.0 / shape)
    return value


@kernel("void(int64, uint64, uint32, uint32, uint32, uint32, float64, float64, float64[::1])")
def _fill(law, seed, replication, first, station, purpose, a, b, out):  # type: ignore[no-untyped-def]
    k0 = np.uint32(seed & np.uint64(0xFFFFFFFF))
    k1 = np.uint32(seed >> np.uint64(32))
    for i in range(out.size):
        entity = np.uint32(first + np.uint32(i))
        if law == 0:
            out[i] = a + (b - a) * _uniform(replication, entity, station, purpose, k0, k1)
        elif law == 1:
            out[i] = -a * math.log(_uniform(replication, entity, station, purpose, k0, k1))
        elif law == 2:
            out[i] = a + b * _normal(replication, entity, station, purpose, k0, k1)
        elif law == 3:
            out[i] = math.exp(a + b * _normal(replication, entity, station, purpose, k0, k1))
        else:
            out[i] = b * _gamma(a, replication, entity, station, purpose, k0, k1)


@kernel("void(float64[::1], float64, float64, float64[::1])")
def _exponents(normal, a, b, out):  # type: ignore[no-untyped-def]
    """Lognormals of normals, as `_fill` makes them."""
    for i in range(out.size):
        out[i] = math.exp(a + b * normal[i])


@kernel(
    "void(float64[::1], float64[::1], uint64, uint32, uint32, uint32, uint32, float64, float64, float64[::1])"
)
def _gammas(normal, uniform, seed, replication, first, station, purpose, a, b, out):  # type: ignore[no-untyped-def]
    """Gammas as `_fill` makes them, of the normal and the uniform number of each first attempt."""
    k0 = np.uint32(seed & np.uint64(0xFFFFFFFF))
    k1 = np.uint32(seed >> np.uint64(32))
    d = a - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d) if a >= 1.0 else 0.0
    for i in range(out.size):
        x = normal[i]
        v = (1.0 + c * x) ** 3
        if a >= 1.0 and v > 0.0 and math.log(uniform[i]) < 0.5 * x * x + d - d * v + d * math.log(v):
            out[i] = b * (d * v)
        else:
            entity = np.uint32(first + np.uint32(i))
            out[i] = b * _gamma(a, replication, entity, station, purpose, k0, k1)


@kernel("void(uint32[:, ::1], uint32, uint32, uint32[:, ::1])")
def _words(counters, k0, k1, out):  # type: ignore[no-untyped-def]
    for i in range(counters.shape[0]):
        w = philox(counters[i, 0], counters[i, 1], counters[i, 2], counters[i, 3], k0, k1)
        for j in range(4):
            out[i, j] = w[j]


def words(counters: NDArray[np.uint32], key: tuple[int, int]) -> NDArray[np.uint32]:
    """Raw words, shape (n, 4), of ``counters`` (n, 4) under one key: what the published test vectors list."""
    counters = np.ascontiguousarray(counters, dtype=np.uint32)
    out = np.empty_like(counters)
    _words(counters, np.uint32(key[0]), np.uint32(key[1]), out)
    return out


def station_word(facility_id: str) -> int:
    """The station's place in an address; depends on its id alone, not on which other stations exist."""
    return crc32(facility_id.encode())


def _draw(
    law: int,
    count: int,
    a: float,
    b: float,
    *,
    seed: int,
    replication: int,
    station: int,
    purpose: int,
    first: int,
) -> Floats:
    if not 0 <= purpose < PURPOSE_LIMIT:
        raise ValueError(f"purpose {purpose} is outside 0..{PURPOSE_LIMIT - 1}")
    out = np.empty(count)
    _fill(law, seed, replication, first, station, purpose, a, b, out)
    return out


# What the trains of four crossings bring in twenty years (arrivals and two services of two kinds), and half as much.
_ROWS = 768


@lru_cache(maxsize=_ROWS)
def _row(law: int, seed: int, replication: int, station: int, purpose: int) -> list[Floats]:
    """Holds the standard draws of one address for entities 0, 1, ... as far as somebody asked for them."""
    return [np.empty(0)]


def _kept(law: int, count: int, *, first: int, **address: int) -> Floats:
    """Standard normal or uniform numbers; what was drawn before is remembered; not to be written to.

    They do not depend on means and spreads, so that another mean or spread costs no new luck.
    """
    row = _row(law, **address)
    known = row[0]
    if len(known) < first + count:
        more = np.empty(first + count - len(known))
        key = address["seed"], address["replication"], len(known), address["station"], address["purpose"]
        _fill(law, *key, 0.0, 1.0, more)
        known = np.concatenate([known, more])
        row[0] = known
    return known[first : first + count]


def uniforms(
    count: int,
    *,
    seed: int,
    replication: int,
    station: int,
    purpose: int,
    first: int = 0,
    low: float = 0.0,
    high: float = 1.0,
) -> Floats:
    """Shape (count,): uniform strictly between ``low`` and ``high`` for entities first, first + 1, ..."""
    return _draw(
        UNIFORM,
        count,
        low,
        high,
        seed=seed,
        replication=replication,
        station=station,
        purpose=purpose,
        first=first,
    )


def exponentials(
    count: int, mean: float, *, seed: int, replication: int, station: int, purpose: int, first: int = 0
) -> Floats:
    """Shape (count,): exponential with ``mean``, by the logarithm of a uniform."""
    return _draw(
        EXPONENTIAL,
        count,
        mean,
        0.0,
        seed=seed,
        replication=replication,
        station=station,
        purpose=purpose,
        first=first,
    )


def lognormals(
    count: int,
    mean: float,
    sd: float,
    *,
    seed: int,
    replication: int,
    station: int,
    purpose: int,
    first: int = 0,
    kept: bool = False,
) -> Floats:
    """Shape (count,): lognormal with ``mean`` and ``sd`` of the variable itself; ``sd`` 0 gives the mean.

    ``kept``: the normal numbers behind are remembered within the process, for rows that are asked for again, also with
    another mean or spread.
    The median is scaled by the mean, so with the same seed a mean cut in half halves every draw.
    """
    if mean <= 0.0:
        return np.zeros(count)
    variance = math.log1p((sd / mean) ** 2)
    mu, sigma = math.log(mean) - 0.5 * variance, math.sqrt(variance)
    at = {"seed": seed, "replication": replication, "station": station, "purpose": purpose, "first": first}
    if kept:
        out = np.empty(count)
        _exponents(_kept(NORMAL, count, **at), mu, sigma, out)
        return out
    return _draw(LOGNORMAL, count, mu, sigma, **at)


def gammas(
    count: int,
    mean: float,
    cv: float,
    *,
    seed: int,
    replication: int,
    station: int,
    purpose: int,
    first: int = 0,
    kept: bool = False,
) -> Floats:
    """Shape (count,): gamma with ``mean`` and coefficient of variation ``cv``; ``cv`` 0 gives the mean; ``kept`` as in
    :func:`lognormals`."""
    if cv <= 0.0:
        return np.full(count, mean)
    shape = 1.0 / (cv * cv)
    at = {"seed": seed, "replication": replication, "station": station, "purpose": purpose, "first": first}
    if kept:
        out = np.empty(count)
        tried = _kept(NORMAL, count, **at), _kept(UNIFORM, count, **{**at, "purpose": purpose | _ACCEPTANCE})
        _gammas(*tried, seed, replication, first, station, purpose, shape, mean / shape, out)
        return out
    return _draw(GAMMA, count, shape, mean / shape, **at)
