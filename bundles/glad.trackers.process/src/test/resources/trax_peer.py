"""A tracker that speaks TraX without anybody's library; its arguments say what it declares and how it is bad in frame 2."""
import base64
import os
import re
import socket
import sys
import time

how, hello = sys.argv[1], sys.argv[2:]
version4 = "trax.version=4" in hello
asked, answers = sys.stdin, sys.stdout
if "TRAX_SOCKET" in os.environ and how != "pipes":
    client = socket.create_connection(("127.0.0.1", int(os.environ["TRAX_SOCKET"])))
    asked, answers = client.makefile("r", encoding="utf-8"), client.makefile("w", encoding="utf-8")


def say(line):
    answers.write(line + "\n")
    answers.flush()


def words(line):
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    return [re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), word) for word in found]


def size(place):
    if place.startswith("file://"):
        with open(place[7:], "rb") as file:
            head = file.read(24)
        assert head[1:4] == b"PNG", head
        return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    width, height, kind, data = re.fullmatch(r"image:(\d+);(\d+);(\w+);(.*)", place).groups()
    assert kind == "rgb" and len(base64.b64decode(data)) == 3 * int(width) * int(height)
    return int(width), int(height)


def state(frame, box):
    if how == "silent" and frame:
        time.sleep(600)
    if how == "crash" and frame == 2:
        print("model.cpp:12: assertion failed", file=sys.stderr)
        os._exit(3)
    if how == "sorry" and frame == 2:
        say('@@TRAX:quit "trax.reason=out of \\"memory\\""')
    elif how == "early" and frame == 1:
        say('@@TRAX:state "%s"\n@@TRAX:state "%s"' % (box, box))
    elif how == "other" and frame == 2:
        say("@@TRAX:hello")
    elif how == "open" and frame == 2:
        say('@@TRAX:state "1,2,3,4')
    elif how in ("0", "nan,nan,nan,nan", "1,2,0,4", "1,2,3,4,5", "m1,2,3,1,0,4") and frame == 2:
        say('@@TRAX:state "%s"' % how)
    elif how.startswith("m") and frame:
        say('@@TRAX:state "%s" confidence=0.5' % how)
    elif how == "polygon" and frame:
        say("@@TRAX:state 1,2,9.5,2,9.5,8,1,8 confidence=0.25 seconds=0.5")
    else:
        print("a print of its own")
        say('@@TRAX:state "%s" "confidence=7.5" "note=a \\"b\\""' % box)


if how == "unread":
    say("@@TRAX:hello trax.image=memory;")
    time.sleep(600)
say("loading weights")
say("@@TRAX:hello " + " ".join('"%s"' % word for word in hello))
box, frame, log = "", -1, open("asked.txt", "w", encoding="utf-8")
for line in asked:
    kind, told = line[7:].split(None, 1)[0], words(line)
    plain = [re.sub(r"^(file|image):.*", lambda m: "%s %dx%d" % ((m.group(1),) + size(m.group(0))), word, flags=re.S) for word in told]
    log.write(kind + " " + repr(plain) + "\n")
    log.flush()
    if kind == "quit":
        break
    if kind == "initialize":
        box = [word for word in told if re.fullmatch(r"m?[-\d.,]+", word)][0]
        frame = -1
        if version4:
            continue
    frame += 1
    state(frame, box)
