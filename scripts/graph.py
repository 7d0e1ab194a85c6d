"""Write `index/encoder.onnx` anew: the packaged model's computation, without its weights.

    pip install -e '.[graph]' && python scripts/graph.py

The graph names the weights as the safetensors file does, and `index.encoder` reads them from there.
Needed only after a change of the packaged model.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper
from safetensors.numpy import load_file
from transformers import AutoModel

from index.encoder import GRAPH, INPUTS, OUTPUT, graph_tensors
from index.weights import packaged_weights

OPSET = 20  # the first with Gelu


class States(torch.nn.Module):
    """The model as a function of two tensors, giving the last hidden states."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(batch, pieces) twice -> (batch, pieces, dim)."""
        states: torch.Tensor = self.model(input_ids, attention_mask).last_hidden_state
        return states


def exported(folder: Path) -> onnx.ModelProto:
    """The model in `folder` as a graph that holds its weights."""
    # the attention written out: its fused form is not for tracing
    model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    sizes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("pieces", max=512)}
    example = (torch.ones(2, 9, dtype=torch.int64), torch.tensor([[1] * 9, [1] * 4 + [0] * 5]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            States(model),
            example,
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_shapes={name: sizes for name in INPUTS},
            opset_version=OPSET,
            dynamo=True,
        )
    assert program is not None
    proto: onnx.ModelProto = program.model_proto
    return proto


def without_weights(model: onnx.ModelProto, weights: Path) -> onnx.ModelProto:
    """`model` with every tensor of the safetensors file replaced by its name."""
    names = {(t.shape, t.tobytes()): name for name, t in graph_tensors(load_file(weights)).items()}
    renamed: dict[str, str] = {}
    for held in model.graph.initializer:
        array = numpy_helper.to_array(held)
        name = names.pop((array.shape, array.tobytes()), "") if array.dtype == np.float32 else ""
        if not name:
            continue
        renamed[held.name] = held.name = name
        held.ClearField("raw_data")
        held.ClearField("float_data")
        held.data_location = TensorProto.EXTERNAL
        held.external_data.add(key="location", value=weights.name)
    assert not names, f"the graph does without {sorted(names.values())}"
    for node in model.graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = renamed.get(name, name)
        node.ClearField("metadata_props")  # where in torch's source it came from
        node.ClearField("doc_string")
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    return model


def main() -> None:
    """Write the graph."""
    folder = packaged_weights()
    graph = without_weights(exported(folder), folder / "model.safetensors")
    written = graph.SerializeToString(deterministic=True)
    GRAPH.write_bytes(written)
    sys.stderr.write(f"{GRAPH}: {len(written)} bytes, {len(graph.graph.node)} nodes\n")


if __name__ == "__main__":
    main()
