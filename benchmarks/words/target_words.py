#!/usr/bin/env python3
"""How well a small classifier tells which words of a sentence name the target, from word vectors and labels alone.

    python3 benchmarks/words/target_words.py LABELS all-minilm-l6-v2.jar WORDNET

LABELS is a folder with ATCTrack's label files and TNL2K_testing_set.txt, testing_set.txt (the official lists of test sequences), the jar MiniLM's
Maven artefact (glad.text/glad.text.minilm/README.md), WORDNET a folder with WordNet's index.noun, index.adj and index.verb.
Needs NumPy. Sentences of the official test sequences are held out. docs/CONTEXT.md has the figures.
"""
import json
import os
import re
import sys
import zipfile

import numpy as np

WIDTH = 96
WINDOW = 2
HIDDEN = (256, 128)
EPOCHS = 8
SEEDS = 3
FUNCTION = set("a an the this that of in on at by with from to into over under near behind beside between and or for as is are its his her their "
               "one other another which who while when up down out off through along around next front back left right top bottom middle "
               "it he she they there be being".split())


def fields(data):
    """Walks the fields of a protocol buffer's message."""
    at = 0
    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < len(data):
        key = number()
        kind = key & 7
        if kind == 0:
            yield key >> 3, number()
        elif kind == 2:
            size = number()
            yield key >> 3, data[at:at + size]
            at += size
        else:
            size = {1: 8, 5: 4}[kind]
            yield key >> 3, data[at:at + size]
            at += size


def word_vectors(jar):
    """Returns MiniLM's table of word pieces, turned to its first principal components, and the pieces' numbers."""
    with zipfile.ZipFile(jar) as files:
        onnx = next(name for name in files.namelist() if name.endswith(".onnx"))
        vocabulary = json.loads(files.read(next(n for n in files.namelist() if n.endswith("tokenizer.json"))))["model"]["vocab"]
        model = memoryview(files.read(onnx))
    graph = next(value for field, value in fields(model) if field == 7)
    for field, tensor in fields(graph):
        if field == 5:
            parts = list(fields(tensor))
            if bytes(next((v for f, v in parts if f == 8), b"")).decode().endswith("word_embeddings.weight"):
                table = np.frombuffer(next(v for f, v in parts if f == 9), np.float32).reshape(len(vocabulary), -1)
                table = table - table.mean(0)
                _, turned = np.linalg.eigh(table.T @ table)
                table = table @ turned[:, ::-1][:, :WIDTH]
                return table / table.std(), vocabulary
    sys.exit(f"{jar} has no word embeddings")


def vector(word, table, vocabulary):
    word = re.sub(r"[^a-z0-9]", "", word.lower())
    found, at = [], 0
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = ("##" if at else "") + word[at:end]
            if piece in vocabulary:
                found.append(table[vocabulary[piece]])
                break
        else:
            break
        at = end
    return np.mean(found, 0) if found else np.zeros(table.shape[1], np.float32)


def sentences(folder):
    """Returns (words, numbers of target words, held out, group) of each labelled sentence."""
    held = set()
    for name in ("testing_set.txt", "TNL2K_testing_set.txt"):
        held |= set(open(os.path.join(folder, name)).read().split())
    for data in ("lasot", "tnl2k"):
        labels = json.load(open(os.path.join(folder, f"{data}_4o_v3_extract_mask.json")))
        for name, entry in labels.items():
            words = entry["initial_text"].split()
            targets = {n for n in entry["subject_extrack_mask_infor"] if 0 <= n < len(words)}
            if words and targets:
                yield words, targets, name in held, data


class Tags:
    """Says of a word whether it is a noun, an adjective or a verb: what it is in most of the senses that WordNet's tagged texts use it in."""

    def __init__(self, folder):
        self.count = {}
        for kind in ("noun", "adj", "verb"):
            for line in open(os.path.join(folder, "index." + kind)):
                if not line.startswith(" "):
                    parts = line.split()
                    self.count.setdefault(parts[0], {})[kind] = int(parts[5 + int(parts[3])])

    def of(self, word):
        word = re.sub(r"[^a-z]", "", word.lower())
        if not word or word in FUNCTION:
            return "function"
        forms = [word]
        for ending, other in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e")):
            if word.endswith(ending):
                forms.append(word[:-len(ending)] + other)
        if word.endswith("ing") and any("verb" in self.count.get(form, {}) for form in forms[1:]):
            return "verb"
        for form in forms:
            counts = self.count.get(form)
            if counts:
                return max(counts, key=lambda kind: (counts[kind], kind == "noun"))
        return "noun"


def nouns(words, tags):
    return {i for i, word in enumerate(words) if tags.of(word) == "noun"}


def first_phrase(words, tags):
    """Adjectives and nouns up to the end of the first run of nouns."""
    phrase, noun = set(), False
    for i, word in enumerate(words):
        kind = tags.of(word)
        if kind == "noun":
            noun = True
        elif noun:
            break
        elif kind != "adj":
            phrase = set()
            continue
        phrase.add(i)
    return phrase


def features(words, table, vocabulary, window):
    own = [vector(word, table, vocabulary) for word in words]
    rows = []
    for i in range(len(words)):
        near = [own[j] if 0 <= j < len(words) else np.zeros(WIDTH, np.float32) for j in range(i - window, i + window + 1)]
        rows.append(np.concatenate(near + [np.float32([1, i / 10, (i + 1) / len(words), i == 0])]))
    return np.stack(rows).astype(np.float32)


def train(x, y, seed):
    """Two hidden layers and a sigmoid, as atc-words has them; Adam on the cross entropy; a quarter of the inputs left out."""
    random = np.random.default_rng(seed)
    sizes = (x.shape[1],) + HIDDEN + (1,)
    weights = [random.normal(0, (2 / a) ** 0.5, (a, b)).astype(np.float32) for a, b in zip(sizes, sizes[1:])]
    weights += [np.zeros(b, np.float32) for b in sizes[1:]]
    mean, square = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    layers, step = len(sizes) - 1, 0
    total = EPOCHS * (len(x) // 64)
    for _ in range(EPOCHS):
        order = random.permutation(len(x))
        for start in range(0, len(x) - 63, 64):
            some = order[start:start + 64]
            kept = [x[some] * (random.random((64, x.shape[1]), np.float32) > 0.25) / 0.75]
            for i in range(layers):
                z = kept[-1] @ weights[i] + weights[layers + i]
                kept.append(np.maximum(z, 0) if i < layers - 1 else z)
            error = (1 / (1 + np.exp(-kept[-1])) - y[some, None]) / 64
            gradients = [None] * len(weights)
            for i in reversed(range(layers)):
                gradients[i] = kept[i].T @ error
                gradients[layers + i] = error.sum(0)
                error = (error @ weights[i].T) * (kept[i] > 0)
            step += 1
            rate = 1e-3 * 0.5 * (1 + np.cos(np.pi * step / total))
            for w, g, m, s in zip(weights, gradients, mean, square):
                m += 0.1 * (g - m)
                s += 0.01 * (g * g - s)
                w -= rate * (m / (1 - 0.9 ** step) / (np.sqrt(s / (1 - 0.99 ** step)) + 1e-8) + 1e-3 * w)
    def probability(rows):
        for i in range(layers):
            rows = rows @ weights[i] + weights[layers + i]
            rows = np.maximum(rows, 0) if i < layers - 1 else rows
        return 1 / (1 + np.exp(-rows[:, 0]))
    return probability


def measure(name, chosen, held):
    """Prints accuracy of words, precision, recall and F1 of target words, and whole sentences right; 95 % intervals over sentences."""
    counts = np.array([[len(c & t), len(c), len(t), len(w), len(c ^ t), c == t] for c, (w, t, _, _) in zip(chosen, held)], float)
    def figures(rows):
        both, found, real, words, wrong, whole = rows.sum(0)
        return np.array([1 - wrong / words, both / max(1, found), both / real, 2 * both / (found + real), whole / len(rows)]) * 100
    random = np.random.default_rng(0)
    draws = np.array([figures(counts[random.integers(0, len(counts), len(counts))]) for _ in range(1000)])
    low, high = np.percentile(draws, (2.5, 97.5), 0)
    print(f"{name:44}" + "  ".join(f"{v:5.1f} [{a:.1f}, {b:.1f}]" for v, a, b in zip(figures(counts), low, high)), flush=True)


def main(folder, jar, wordnet):
    table, vocabulary = word_vectors(jar)
    tags = Tags(wordnet)
    every = list(sentences(folder))
    known = [one for one in every if not one[2]]
    print(f"{len(known)} sentences to train on, {len(every) - len(known)} held out")
    print(" " * 44 + "accuracy, precision, recall, F1, whole sentences right; %")
    groups = {"all": [one for one in every if one[2]]}
    groups |= {data: [one for one in every if one[2] and one[3] == data] for data in ("lasot", "tnl2k")}
    seen = {re.sub(r"[^a-z]", "", one[0][n].lower()) for one in known for n in one[1]}
    groups["a target word that training never labels"] = [one for one in groups["all"]
            if any(re.sub(r"[^a-z]", "", one[0][n].lower()) not in seen for n in one[1])]
    models = {}
    for window in (0, WINDOW):
        x = np.concatenate([features(one[0], table, vocabulary, window) for one in known])
        y = np.concatenate([[float(i in one[1]) for i in range(len(one[0]))] for one in known]).astype(np.float32)
        models[window] = [train(x, y, seed) for seed in range(SEEDS)]
    for group, held in groups.items():
        print(f"-- {group}: {len(held)} sentences")
        measure("no word", [set() for _ in held], held)
        measure("all nouns", [nouns(one[0], tags) for one in held], held)
        measure("first noun phrase", [first_phrase(one[0], tags) for one in held], held)
        for window, trained in models.items():
            for seed, probability in enumerate(trained if group == "all" else trained[:1]):
                chosen = [{int(i) for i in np.flatnonzero(probability(features(one[0], table, vocabulary, window)) > 0.5)} for one in held]
                measure(f"classifier, {window} words on either side, seed {seed}", chosen, held)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
