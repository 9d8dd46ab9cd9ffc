"""Make the pose model bundles that MediaPipe Tasks opens, from the weights of a registry package.

The weights as published lack the normalisation metadata that Tasks asks for. This adds it with
the flatbuffer schemas that MediaPipe itself carries, packs detector and landmark model into one
uncompressed zip with aligned members, and checks the bytes by SHA-256: the same weights give the
same bundle on every machine.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import flatbuffers
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as model_schema

ROOT = Path(__file__).resolve().parent.parent
SHA256_FILE = ROOT / "src" / "levelhip" / "models" / "SHA256SUMS"
METADATA_NAME = b"TFLITE_METADATA"
MEMBER_ALIGNMENT = 4  # bytes; Tasks maps the members in place
PADDING_FIELD = 0xD935  # zip extra field that build tools use for alignment padding


def normalisation(mean: float, spread: float, outputs: int) -> bytes:
    """Metadata that says: one RGB image, (value - mean) / spread."""
    options = metadata_schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [spread]
    unit = metadata_schema.ProcessUnitT()
    unit.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options

    image = metadata_schema.ImagePropertiesT()
    image.colorSpace = metadata_schema.ColorSpaceType.RGB
    content = metadata_schema.ContentT()
    content.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    content.contentProperties = image

    tensor = metadata_schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [unit]
    graph = metadata_schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    graph.outputTensorMetadata = [metadata_schema.TensorMetadataT() for _ in range(outputs)]

    model = metadata_schema.ModelMetadataT()
    model.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"M001")
    return bytes(builder.Output())


def with_normalisation(weights: bytes, mean: float, spread: float) -> bytes:
    """The same model with its normalisation written inside."""
    model: Any = model_schema.ModelT.InitFromObj(
        model_schema.Model.GetRootAsModel(bytearray(weights), 0)
    )
    buffer = model_schema.BufferT()
    buffer.data = list(normalisation(mean, spread, len(model.subgraphs[0].outputs)))
    model.buffers.append(buffer)
    entry = model_schema.MetadataT()
    entry.name, entry.buffer = METADATA_NAME, len(model.buffers) - 1
    kept = [old for old in model.metadata or [] if old.name != METADATA_NAME]
    model.metadata = [*kept, entry]
    builder = flatbuffers.Builder(len(weights) + 4096)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def without_mask(weights: bytes) -> bytes:
    """The landmark model without the part that only makes the segmentation mask.

    Nobody here asks for the mask, yet it is computed for every picture. Landmarks, visibility and
    presence come out the same bit for bit; two fifths of the time go.
    """
    model: Any = model_schema.ModelT.InitFromObj(
        model_schema.Model.GetRootAsModel(bytearray(weights), 0)
    )
    graph = model.subgraphs[0]
    shapes = {output: tuple(graph.tensors[output].shape) for output in graph.outputs}
    mask = next(output for output, shape in shapes.items() if shape == (1, 256, 256, 1))
    heatmap = next(output for output, shape in shapes.items() if shape == (1, 64, 64, 39))
    maker = {made: i for i, operator in enumerate(graph.operators) for made in operator.outputs}
    needed: set[int] = set()
    open_tensors = [output for output in graph.outputs if output != mask]
    while open_tensors:
        operator = maker.get(open_tensors.pop())
        if operator is not None and operator not in needed:
            needed.add(operator)
            open_tensors += list(graph.operators[operator].inputs)
    graph.operators = [operator for i, operator in enumerate(graph.operators) if i in needed]
    # Tasks counts five outputs; what nobody asks for may be any of them.
    graph.outputs = [heatmap if output == mask else output for output in graph.outputs]
    builder = flatbuffers.Builder(len(weights))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def aligned_zip(members: dict[str, bytes]) -> bytes:
    """An uncompressed zip whose members start at multiples of four bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            header = out.tell() + 30 + len(name.encode())
            padding = -header % MEMBER_ALIGNMENT
            if padding:
                entry.extra = struct.pack("<HH", PADDING_FIELD, padding) + bytes(padding)
            bundle.writestr(entry, data)
    return out.getvalue()


def bundle(package: Path, variant: str) -> bytes:
    """The bundle of one variant (lite, full, heavy) from the unpacked package."""
    detector = (package / "pose_solution_packed_assets.data").read_bytes()
    landmarks = (package / f"pose_landmark_{variant}.tflite").read_bytes()
    return aligned_zip(
        {
            "pose_detector.tflite": with_normalisation(detector, 127.5, 127.5),
            "pose_landmarks_detector.tflite": with_normalisation(
                without_mask(landmarks), 0.0, 255.0
            ),
        }
    )


def main() -> int:
    """Write the bundles; refuse bytes that are not the expected ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="unpacked folder of the weights' package")
    parser.add_argument("target", type=Path, help="folder for the bundles")
    arguments = parser.parse_args()
    expected = {
        name: digest
        for digest, name in (line.split() for line in SHA256_FILE.read_text().splitlines())
    }
    arguments.target.mkdir(parents=True, exist_ok=True)
    for name, digest in expected.items():
        variant = name.removeprefix("pose_landmarker_").removesuffix(".task")
        data = bundle(arguments.package, variant)
        got = hashlib.sha256(data).hexdigest()
        if got != digest:
            print(f"{name}: SHA-256 is {got}, not {digest}; the weights are not the expected ones")
            return 1
        whole = arguments.target / f"{name}.part"
        whole.write_bytes(data)
        whole.rename(arguments.target / name)
        print(f"{name}: {len(data) / 1e6:.1f} MB, checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
