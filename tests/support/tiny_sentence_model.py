"""A sentence model small enough for a test: a table of word vectors in ONNX form, in which synonyms share a vector."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

DIMENSIONS = 64


def tiny_sentence_model(folder: Path, synonyms: Sequence[Sequence[str]], others: Sequence[str] = ()) -> Path:
    """Write a model that knows these words; all else is one unknown word without a direction. Gives the folder."""
    from onnx import TensorProto, helper, numpy_helper, save
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace

    ids, rows = {"[UNK]": 0}, [np.zeros(DIMENSIONS, np.float32)]
    random = np.random.default_rng(0)
    for group in [*synonyms, *([word] for word in others)]:
        vector = random.standard_normal(DIMENSIONS).astype(np.float32)
        for word in group:
            ids[word] = len(rows)
            rows.append(vector)
    table = numpy_helper.from_array(np.stack(rows), "table")
    asked = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])
    told = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", DIMENSIONS])
    gather = helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])
    graph = helper.make_graph([gather], "tiny", [asked], [told], [table])
    network = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "onnx").mkdir(parents=True)
    save(network, str(folder / "onnx" / "model.onnx"))
    tokenizer = Tokenizer(WordLevel(ids, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = Lowercase(), Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 128}), encoding="utf-8")
    return folder
