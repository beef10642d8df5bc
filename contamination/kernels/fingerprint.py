"""A first look for a few strings of any kind: does a place of a text begin like one of them?

Each of the first bytes is looked up by its two halves in tables of 16 entries, whose eight bits stand for eight groups
of strings (the idea is that of Teddy in the Rust library aho-corasick, told in its documentation). A few places too
many are named, never one too few.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from contamination.kernels.machine import trailing_zeros

HAS_SHUFFLE = "x86_64" in llvm.get_process_triple() and bool(llvm.get_host_cpu_features().get("avx2"))
MOST_STRINGS = 64  # eight in a group; with more, too many places would pass
DEPTH = 5  # bytes looked at
GROUPS = 8
_WIDTH = 32
_ONE = np.uint64(1)


def fingerprint_tables(strings: Sequence[bytes]) -> NDArray[np.uint8]:
    """uint8 (DEPTH * 64): for each of the first bytes the groups by its lower half, then by its upper, each twice."""
    tables = np.zeros((DEPTH, 2, 2, 16), np.uint8)
    for number, string in enumerate(sorted(strings)):  # in order, so that those of a group begin alike
        group = np.uint8(1 << number * GROUPS // len(strings))
        for place in range(DEPTH):
            if place < len(string):
                tables[place, 0, :, string[place] & 15] |= group
                tables[place, 1, :, string[place] >> 4] |= group
            else:
                tables[place] |= group
    return tables.ravel()


@intrinsic
def _like32(typing: Any, text: Any, index: Any, tables: Any) -> Any:
    """Bit k of 32: text[index + k:] may begin like one of the strings. 36 bytes must be readable."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector, word = ir.VectorType(ir.IntType(8), _WIDTH), ir.IntType(64)

        def load(number: int, at: Any) -> Any:
            data = context.make_array(signature.args[number])(context, builder, arguments[number]).data
            value = builder.load(builder.bitcast(builder.gep(data, [at]), vector.as_pointer()))
            value.align = 1
            return value

        def shuffled(table: Any, chosen: Any) -> Any:
            if not HAS_SHUFFLE:
                return table  # compiled but never reached
            name = "llvm.x86.avx2.pshuf.b"
            function = builder.module.globals.get(name) or ir.Function(
                builder.module, ir.FunctionType(vector, [vector, vector]), name
            )
            return builder.call(function, [table, chosen])

        groups = None
        for place in range(DEPTH):
            here = load(0, builder.add(arguments[1], word(place)))
            lower = shuffled(load(2, word(64 * place)), builder.and_(here, ir.Constant(vector, [15] * _WIDTH)))
            upper = shuffled(load(2, word(64 * place + 32)), builder.lshr(here, ir.Constant(vector, [4] * _WIDTH)))
            both = builder.and_(lower, upper)
            groups = both if groups is None else builder.and_(groups, both)
        some = builder.icmp_unsigned("!=", groups, ir.Constant(vector, [0] * _WIDTH))
        return builder.zext(builder.bitcast(some, ir.IntType(32)), word)

    return types.uint64(text, types.intp, tables), generate


@njit(cache=True, nogil=True)
def alike(text: Any, start: int, stop: int, tables: Any, places: Any) -> int:
    """Places of text[start:stop] that may begin a string; gives their number. 64 bytes more must be readable."""
    count = 0
    for block in range(start, stop, _WIDTH):
        mask = _like32(text, block, tables)
        while mask:
            place = block + types.intp(trailing_zeros(mask))
            mask &= mask - _ONE
            if place < stop:
                places[count] = place
                count += 1
    return count
