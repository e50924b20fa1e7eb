"""A tracker in plain Python for GLAD: looks for the first frame's patch near the last box (docs/TRACKERS.md)."""
import json
import sys

GRID = 8    # samples of the patch in each direction
REACH = 12  # how far the target moves between two frames at most, pixels


def read(path):
    with open(path, "rb") as file:
        _, size, _, pixels = file.read().split(b"\n", 3)  # P6, width and height, 255, RGB row by row
    width, height = map(int, size.split())
    return width, height, pixels


def patch(image, x, y, w, h):
    width, height, pixels = image
    columns = [min(max(int(x + (i + 0.5) * w / GRID), 0), width - 1) for i in range(GRID)]
    rows = [min(max(int(y + (i + 0.5) * h / GRID), 0), height - 1) for i in range(GRID)]
    return [pixels[3 * (row * width + column) + 1] for row in rows for column in columns]  # green


def difference(image, box):
    return sum(abs(a - b) for a, b in zip(template, patch(image, *box)))


for line in sys.stdin:
    question = json.loads(line)
    image = read(question["image"])
    answer = {"frame": question["frame"]}
    if question["do"] == "init":
        box = question["box"]
        template = patch(image, *box)
    else:
        x, y, w, h = box
        near = range(-REACH, REACH + 1)
        box = min(([x + dx, y + dy, w, h] for dy in near for dx in near), key=lambda place: difference(image, place))
        answer["box"] = box
        answer["confidence"] = 1 - difference(image, box) / (255 * len(template))
    print(json.dumps(answer), flush=True)
