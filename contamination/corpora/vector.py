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
