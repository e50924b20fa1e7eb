"""Writes a tracker as two ONNX files: the first layers of a MobileNetV2, and their normalised correlation (docs/TRACKERS.md).

python3 correlation_onnx.py WEIGHTS FOLDER, where WEIGHTS is the bundle glad.backbone.mobilenet or a safetensors file. Needs Python alone.
"""
import json
import os
import struct
import sys
import zipfile

STEM = "glad/backbone/mobilenet/internal/mobilenetv2-oidv4.safetensors"
STRIDES = {1: 1, 2: 2, 3: 1, 4: 2, 5: 1, 6: 1}
RECIPE = """model: correlation.onnx
template: {size: 64, encoder: {model: mobilenet.onnx, input: image, output: features}}
search: {size: 128, encoder: {model: mobilenet.onnx, input: image, output: features}}
crop: context
pixels: {channels: rgb, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5]}
decode: distances
stride: 1      # the map is interpolated between places of 8 pixels
penalty: 0
window: 0.3
rate: 0        # the size stays
"""


# Messages of onnx.proto3: a field is its number, and bytes, a text, or a whole number.
def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def message(*fields):
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            value = value.encode() if isinstance(value, str) else value
            out += varint(number << 3 | 2) + varint(len(value)) + value
    return out


def attribute(name, value):
    if isinstance(value, str):
        return message((1, name), (4, value), (20, 3))
    if isinstance(value, int):
        return message((1, name), (3, value), (20, 2))
    return message((1, name), *[(8, each) for each in value], (20, 7))


def values(name, shape):
    dims = b"".join(message((1, message((1, d) if isinstance(d, int) else (2, d)))) for d in shape)
    return message((1, name), (2, message((1, message((1, 1), (2, dims))))))


class Graph:
    def __init__(self):
        self.fields = [(2, "tracker")]

    def node(self, kind, inputs, output, **attributes):
        self.fields.append((1, message(*[(1, i) for i in inputs], (2, output), (3, output), (4, kind),
                                       *[(5, attribute(name, value)) for name, value in attributes.items()])))
        return output

    def constant(self, name, shape, numbers, code="f"):
        raw = struct.pack("<%d%s" % (len(numbers), code), *numbers)
        self.fields.append((5, message(*[(1, d) for d in shape], (2, 1 if code == "f" else 7), (8, name), (9, raw))))
        return name

    def write(self, path, inputs, outputs):
        graph = message(*self.fields, *[(11, values(*i)) for i in inputs], *[(12, values(*o)) for o in outputs])
        with open(path, "wb") as file:
            file.write(message((1, 8), (2, "glad"), (7, graph), (8, message((1, ""), (2, 13)))))


def weights(path):
    data = zipfile.ZipFile(path).read(STEM) if zipfile.is_zipfile(path) else open(path, "rb").read()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            code, size = {"F16": ("e", 2), "F32": ("f", 4)}[entry["dtype"]]
            tensors[name] = entry["shape"], struct.unpack("<%d%s" % ((end - begin) // size, code), data[start + begin:start + end])
    return tensors


def encoder(tensors, path):
    graph = Graph()
    low, high = graph.constant("zero", [], [0]), graph.constant("six", [], [6])

    def convolve(value, name, stride=1, relu=True):
        shape, numbers = tensors[name + ".weight"]
        kernel = [graph.constant(name + ".weight", shape, numbers), graph.constant(name + ".bias", *tensors[name + ".bias"])]
        # TensorFlow's "SAME": with stride 2 the padding is to the right and below.
        pads = [0] * 4 if shape[2] == 1 else [1] * 4 if stride == 1 else [0, 0, 1, 1]
        group = shape[0] if "depthwise" in name else 1
        value = graph.node("Conv", [value, *kernel], name, strides=[stride] * 2, pads=pads, group=group)
        return graph.node("Clip", [value, low, high], name + ".relu") if relu else value

    value = convolve("image", "features.0", 2)
    for block, stride in STRIDES.items():
        name, before = "features.%d." % block, value
        if block > 1:
            value = convolve(value, name + "expand")
        value = convolve(convolve(value, name + "depthwise", stride), name + "project", relu=False)
        if stride == 1 and block > 1:
            value = graph.node("Add", [before, value], name + "sum")
    graph.node("Identity", [convolve(value, "features.7.expand")], "features")
    graph.write(path, [("image", [1, 3, "h", "w"])], [("features", [1, 192, "fh", "fw"])])


def correlation(path):
    graph = Graph()
    ones = graph.constant("ones", [1, 192, 8, 8], [1] * 192 * 64)

    def length(value):
        squares = graph.node("Mul", [value, value], value + ".squares")
        return graph.node("Sqrt", [graph.node("Conv", [squares, ones], value + ".energy")], value + ".length")

    lengths = graph.node("Mul", [length("template"), length("search")], "lengths")
    cosine = graph.node("Div", [graph.node("Conv", ["search", "template"], "product"), lengths], "cosine")
    size = graph.constant("size", [4], [1, 1, 65, 65], "q")
    fine = graph.node("Resize", [cosine, "", "", size], "fine", mode="cubic", coordinate_transformation_mode="align_corners")
    graph.node("Mul", [graph.node("Sub", [fine, graph.constant("half", [], [0.5])], "above"), graph.constant("steep", [], [12])], "score")
    still = graph.node("Mul", [fine, graph.constant("none", [1, 4, 1, 1], [0] * 4)], "still")
    graph.node("Add", [still, graph.constant("side", [], [16])], "distances")
    graph.write(path, [("template", [1, 192, 8, 8]), ("search", [1, 192, 16, 16])], [("score", [1, 1, 65, 65]), ("distances", [1, 4, 65, 65])])


if len(sys.argv) != 3:
    sys.exit(__doc__)
os.makedirs(sys.argv[2], exist_ok=True)
encoder(weights(sys.argv[1]), os.path.join(sys.argv[2], "mobilenet.onnx"))
correlation(os.path.join(sys.argv[2], "correlation.onnx"))
with open(os.path.join(sys.argv[2], "correlation.yaml"), "w") as file:
    file.write(RECIPE)
