"""32 bytes at a time for numba kernels: which of them are one of some bytes, and copying them.

Numba's loops go byte by byte here, since a search that may stop early is not vectorised. These intrinsics state the
32-byte comparison in LLVM's own vector types, which become SSE, AVX or NEON instructions, whatever the machine has.
The caller keeps 32 readable (and writable) bytes after the end of every array.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from contamination.corpora.batch import Bytes
from contamination.kernels.machine import move_bits

WIDTH = 32
_VECTOR = ir.VectorType(ir.IntType(8), WIDTH)


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    struct = context.make_array(array_type)(context, builder, array)
    return builder.bitcast(builder.gep(struct.data, [index]), _VECTOR.as_pointer())


def _load(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    return builder.load(_pointer(context, builder, array_type, array, index), align=1)


def _splat(byte: int) -> Any:
    return ir.Constant(_VECTOR, [byte] * WIDTH)


def _search(wanted: bytes, non_ascii: bool = False) -> Callable[[Bytes, int], int]:
    """An intrinsic `find(array, index)` that gives 32 bits: bit k is set where byte index + k is wanted."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        array, index = arguments
        vector = _load(context, builder, signature.args[0], array, index)
        hits = builder.icmp_signed("<", vector, _splat(0)) if non_ascii else None
        for byte in wanted:
            equal = builder.icmp_unsigned("==", vector, _splat(byte))
            hits = equal if hits is None else builder.or_(hits, equal)
        return builder.zext(builder.bitcast(hits, ir.IntType(WIDTH)), ir.IntType(64))

    def find(typingctx: Any, array: Any, index: Any) -> Any:
        return types.uint64(array, types.intp), generate

    return cast(Callable[[Bytes, int], int], intrinsic(find))


newlines = _search(b"\n")
string_ends = _search(b'"\\\n')  # what can end a JSON string, or hide its end
brackets = _search(b'"{}[]\n')  # what matters when a nested value is passed over
non_ascii = _search(b"", non_ascii=True)
not_plain = _search(b'"\\\n', non_ascii=True)  # what stops a plain copy of a JSON string


def _marks(typingctx: Any, array: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        vector = _load(context, builder, signature.args[0], *arguments)

        def mask(flags: Any) -> Any:
            return builder.zext(builder.bitcast(flags, ir.IntType(WIDTH)), ir.IntType(64))

        def one_of(wanted: bytes, hits: Any = None) -> Any:
            for byte in wanted:
                equal = builder.icmp_unsigned("==", vector, _splat(byte))
                hits = equal if hits is None else builder.or_(hits, equal)
            return hits

        stops = mask(one_of(b'"\n', builder.icmp_signed("<", vector, _splat(0))))
        high = builder.shl(stops, ir.Constant(ir.IntType(64), 32))
        return context.make_tuple(
            builder, signature.return_type, [builder.or_(high, mask(one_of(b"\\"))), mask(one_of(b'ntr"/'))]
        )

    tuple_of: Any = types.Tuple
    return tuple_of((types.uint64, types.uint64))(array, types.intp), generate


def _unescaped(typingctx: Any, target: Any, to: Any, source: Any, at: Any, escaped: Any, kept: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        into, to_index, array, index, escaped, kept = arguments
        word, flags = ir.IntType(64), ir.VectorType(ir.IntType(1), WIDTH)
        vector = _load(context, builder, signature.args[2], array, index)
        meant = vector
        for letter, meaning in zip(b"ntr", b"\n\t\r", strict=True):
            same = builder.icmp_unsigned("==", vector, _splat(letter))
            meant = builder.select(same, _splat(meaning), meant)
        chosen = builder.bitcast(builder.trunc(escaped, ir.IntType(WIDTH)), flags)
        words = builder.bitcast(builder.select(chosen, meant, vector), ir.VectorType(word, WIDTH // 8))
        for part in range(WIDTH // 8):
            bits = builder.and_(builder.lshr(kept, word(8 * part)), word(255))
            gather = builder.mul(move_bits(builder, "pdep", bits, word(0x0101010101010101)), word(255))
            eight = builder.extract_element(words, ir.Constant(ir.IntType(32), part))
            struct = context.make_array(signature.args[0])(context, builder, into)
            place = builder.bitcast(builder.gep(struct.data, [to_index]), word.as_pointer())
            builder.store(move_bits(builder, "pext", eight, gather), place, align=1)
            to_index = builder.add(to_index, builder.ctpop(bits))
        return to_index

    return types.intp(target, types.intp, source, types.intp, types.uint64, types.uint64), generate


def _copy(typingctx: Any, target: Any, to: Any, source: Any, at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        into, to_index, array, index = arguments
        vector = _load(context, builder, signature.args[2], array, index)
        builder.store(vector, _pointer(context, builder, signature.args[0], into, to_index), align=1)
        return context.get_dummy_value()

    return types.void(target, types.intp, source, types.intp), generate


def _lowest(typingctx: Any, mask: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        return builder.cttz(arguments[0], cgutils.true_bit)

    return types.intp(types.uint64), generate


# copy(target, to, source, at): target[to:to + 32] = source[at:at + 32]
copy = cast(Callable[[Bytes, int, Bytes, int], None], intrinsic(_copy))
# marks(array, index): (bit k: a backslash, bit 32 + k: a quote, a line feed or beyond ASCII;
# bit k: one of n t r " /, which a backslash makes one other character or itself)
marks = cast(Callable[[Bytes, int], tuple[int, int]], intrinsic(_marks))
# unescaped(target, to, source, at, escaped, kept): those of 32 bytes that have a bit in `kept`, moved together at
# target[to:], the ones in `escaped` as what they stand for after a backslash; gives the place after them. It writes up
# to 8 bytes beyond. Only where HAS_PEXT.
unescaped = cast(Callable[[Bytes, int, Bytes, int, int, int], int], intrinsic(_unescaped))
# lowest(mask): position of the lowest bit that is set; the mask must not be 0
lowest = cast(Callable[[int], int], intrinsic(_lowest))

_Function = TypeVar("_Function", bound=Callable[..., Any])


def inlined(function: _Function) -> _Function:
    """Compile a helper into its callers: a call would count references to every array it is given."""
    options: dict[str, Any] = {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(_Function, njit(nogil=True, error_model="numpy", **options)(function))


def kernel(function: _Function) -> _Function:
    """Compile once and keep it on the disk.

    Numba looks at the kernel's own file to see whether it changed: after changing a helper in another file, touch it.
    """
    return cast(_Function, njit(cache=True, nogil=True, error_model="numpy")(function))
