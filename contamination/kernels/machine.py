"""What processors can do and numba does not offer: wide loads, gathering bits, asking for memory ahead of need."""

from __future__ import annotations

from functools import reduce
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

# PEXT came with Haswell (2013) and is quick on all later Intel and, since Zen 3, AMD processors.
HAS_PEXT = "x86_64" in llvm.get_process_triple() and bool(llvm.get_host_cpu_features().get("bmi2"))


@intrinsic
def load64(typing: Any, array: Any, index: Any) -> Any:
    """The 8 bytes of a uint8 array from `index` on as a little-endian uint64. Nothing checks that they are there."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(source.data, [arguments[1]])
        value = builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()))
        value.align = 1
        return value

    return types.uint64(array, types.intp), generate


@intrinsic
def store64(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Write a uint64 as 8 little-endian bytes of a uint8 array from `index` on. Nothing checks the place."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(source.data, [arguments[1]])
        builder.store(arguments[2], builder.bitcast(place, ir.IntType(64).as_pointer())).align = 1
        return context.get_dummy_value()

    return types.void(array, types.intp, types.uint64), generate


def move_bits(builder: Any, name: str, value: Any, mask: Any) -> Any:
    """The instruction pext or pdep in code that numba generates; 0, never to be reached, where there is none."""
    word = ir.IntType(64)
    if not HAS_PEXT:
        return word(0)
    name = f"llvm.x86.bmi.{name}.64"
    function = builder.module.globals.get(name) or ir.Function(
        builder.module, ir.FunctionType(word, [word, word]), name
    )
    return builder.call(function, [value, mask])


def _bit_mover(name: str) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return move_bits(builder, name, *arguments)

    return types.uint64(types.uint64, types.uint64), generate


@intrinsic
def pext(typing: Any, value: Any, mask: Any) -> Any:
    """The bits of `value` where `mask` has ones, moved together at the low end. Only where HAS_PEXT."""
    return _bit_mover("pext")


@intrinsic
def pdep(typing: Any, value: Any, mask: Any) -> Any:
    """The low bits of `value` spread to the places where `mask` has ones. Only where HAS_PEXT."""
    return _bit_mover("pdep")


@intrinsic
def classify32(typing: Any, array: Any, index: Any) -> Any:
    """Looks at 32 bytes of a uint8 array (and one more): bit k of the result says that byte k is an ASCII letter or
    digit, bit 32 + k that it is beyond ASCII or may begin a construct: `<`, `&`, `]`, `-` before white space, a
    backslash before `u`, `%` before a digit or letter.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(ir.IntType(8), 32)

        def all_(value: int) -> Any:
            return ir.Constant(vector, [value] * 32)

        def load(place: Any) -> Any:
            value = builder.load(builder.bitcast(place, vector.as_pointer()))
            value.align = 1
            return value

        def mask(flags: Any) -> Any:
            return builder.zext(builder.bitcast(flags, ir.IntType(32)), ir.IntType(64))

        source = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(source.data, [arguments[1]])
        here, following = load(place), load(builder.gep(place, [ir.Constant(ir.IntType(64), 1)]))
        lower = builder.or_(here, all_(0x20))
        letters = builder.icmp_unsigned("<", builder.sub(lower, all_(ord("a"))), all_(26))
        digits = builder.icmp_unsigned("<", builder.sub(here, all_(ord("0"))), all_(10))
        special = builder.icmp_signed("<", here, all_(0))
        for character in "<&]":
            special = builder.or_(special, builder.icmp_unsigned("==", here, all_(ord(character))))
        hyphens = builder.icmp_unsigned("==", here, all_(ord("-")))
        hyphens = builder.and_(hyphens, builder.icmp_unsigned("<=", following, all_(ord(" "))))
        escapes = builder.icmp_unsigned("==", here, all_(ord("\\")))
        escapes = builder.and_(escapes, builder.icmp_unsigned("==", following, all_(ord("u"))))
        percents = builder.icmp_unsigned("==", here, all_(ord("%")))
        percents = builder.and_(percents, builder.icmp_unsigned(">", following, all_(ord("/"))))
        special = mask(reduce(builder.or_, (special, hyphens, escapes, percents)))
        high = builder.shl(special, ir.Constant(ir.IntType(64), 32))
        return builder.or_(high, mask(builder.or_(letters, digits)))

    return types.uint64(array, types.intp), generate


@intrinsic
def tag_marks32(typing: Any, array: Any, index: Any) -> Any:
    """Bit k of the result: byte k of 32 is `<`, `>` or a line feed, what matters in a tag; bit 32 + k: it is `=`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        here, all_, mask = _bytes32(context, builder, signature.args[0], *arguments)
        marks = builder.icmp_unsigned("==", here, all_(ord("<")))
        for character in ">\n":
            marks = builder.or_(marks, builder.icmp_unsigned("==", here, all_(ord(character))))
        equals = builder.shl(mask(builder.icmp_unsigned("==", here, all_(ord("=")))), ir.Constant(ir.IntType(64), 32))
        return builder.or_(equals, mask(marks))

    return types.uint64(array, types.intp), generate


def _bytes32(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> tuple[Any, Any, Any]:
    """32 bytes from `index` on; what makes a vector of one value; what makes bits of a vector of flags."""
    vector = ir.VectorType(ir.IntType(8), 32)
    source = context.make_array(array_type)(context, builder, array)
    value = builder.load(builder.bitcast(builder.gep(source.data, [index]), vector.as_pointer()))
    value.align = 1
    return (
        value,
        lambda number: ir.Constant(vector, [number] * 32),
        lambda flags: builder.zext(builder.bitcast(flags, ir.IntType(32)), ir.IntType(64)),
    )


@intrinsic
def anchors32(typing: Any, array: Any, index: Any) -> Any:
    """Bit k of the result: the low three bits of byte k of 32 are 0, 2 or 3; bit 32 + k: the low five are 8 or 13."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(ir.IntType(8), 32)

        def all_(value: int) -> Any:
            return ir.Constant(vector, [value] * 32)

        def mask(flags: Any) -> Any:
            return builder.zext(builder.bitcast(flags, ir.IntType(32)), ir.IntType(64))

        source = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(source.data, [arguments[1]])
        here = builder.load(builder.bitcast(place, vector.as_pointer()))
        here.align = 1

        def one_of(bits: int, values: tuple[int, ...]) -> Any:
            low = builder.and_(here, all_(bits))
            flags = [builder.icmp_unsigned("==", low, all_(value)) for value in values]
            return reduce(builder.or_, flags)

        rare = one_of(31, (8, 13))
        high = builder.shl(mask(rare), ir.Constant(ir.IntType(64), 32))
        return builder.or_(high, mask(one_of(7, (0, 2, 3))))

    return types.uint64(array, types.intp), generate


@intrinsic
def trailing_zeros(typing: Any, value: Any) -> Any:
    """Number of zero bits below the lowest one; 64 for 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


@intrinsic
def ones(typing: Any, value: Any) -> Any:
    """Number of one bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@intrinsic
def prefetch(typing: Any, array: Any, index: Any) -> Any:
    """Begin to fetch the cache line of array[index]; the index must be within the array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(source.data, [arguments[1]])
        byte = ir.IntType(8).as_pointer()
        word = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        builder.call(function, [builder.bitcast(place, byte), word(0), word(1), word(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate
