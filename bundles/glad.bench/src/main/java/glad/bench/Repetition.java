package glad.bench;

import glad.api.GladException;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import glad.bench.run.internal.Differences;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a run gave that was done again.
 *
 * @param results how many sequences had a result before
 * @param identical of how many the result file is the same to the last byte
 * @param equal of how many all boxes and confidences are the same numbers
 * @param first where the first sequence that differs does so, in words; empty if none differs
 * @param changes what has changed since of what can decide results: settings, code, weights, data, machine; a line each
 */
public record Repetition(int results, int identical, int equal, String first, List<String> changes) {

    /** Facts of a provenance that decide nothing. */
    private static final Set<String> TOLD = Set.of("command", "experiment", "date", "seed", "device");
    private static final String WEIGHTS = "weights ";

    /** Copies the list. */
    public Repetition {
        changes = List.copyOf(changes);
    }

    /**
     * Compares a run with its repetition.
     *
     * @param again what the repetition's folder holds
     * @throws GladException (failure) if one can't be read
     */
    public static Repetition of(StoredEvaluation before, RunFolder again) {
        int identical = 0;
        int equal = 0;
        boolean data = false;
        String first = "";
        boolean same = again.content().filter(before.content()::equals).isPresent();
        for (String name : before.plan().names()) {
            boolean bytes = bytes(before.folder(), again, name);
            Optional<String> difference = bytes ? Optional.empty() : difference(before.folder().result(name), again.result(name));
            identical += bytes ? 1 : 0;
            equal += difference.isEmpty() ? 1 : 0;
            data |= same && !before.folder().contentHash(name).equals(again.contentHash(name));
            first = first.isEmpty() ? difference.map(words -> name + ": " + words).orElse("") : first;
        }
        List<String> changes = new ArrayList<>();
        if (!same) {
            changes.add(again.content().map(now -> Differences.of(before.content(), now)).orElse("content.json is gone"));
        }
        if (data) {
            changes.add("first boxes, sentences or numbers of frames of the dataset have changed");
        }
        again.provenance().ifPresent(now -> changes.addAll(machine(before.provenance(), now)));
        return new Repetition(before.plan().names().size(), identical, equal, first, changes);
    }

    private static boolean bytes(RunFolder before, RunFolder again, String name) {
        try {
            return Files.exists(again.file(name)) && Files.mismatch(before.file(name), again.file(name)) < 0;
        } catch (IOException e) {
            throw GladException.failure("results of sequence \"" + name + "\" can't be compared: " + e.getMessage(), e);
        }
    }

    private static Optional<String> difference(Optional<SequenceResult> before, Optional<SequenceResult> again) {
        if (before.isEmpty() || again.isEmpty()) {
            return Optional.of(before.isEmpty() ? "the result before is damaged" : "no result this time");
        }
        SequenceResult one = before.get();
        SequenceResult other = again.get();
        int frames = Math.min(one.boxes().size(), other.boxes().size());
        return IntStream.range(0, frames).filter(i -> !one.boxes().get(i).equals(other.boxes().get(i))
                || !one.confidences().get(i).equals(other.confidences().get(i))).boxed().findFirst().map(i -> "frame " + i)
                .or(() -> one.boxes().size() == other.boxes().size() ? Optional.empty()
                        : Optional.of(one.boxes().size() + " frames before and " + other.boxes().size() + " now"));
    }

    /** Code and weights are in the content already. */
    private static List<String> machine(Provenance before, Provenance now) {
        Map<String, String> was = before.facts();
        Map<String, String> is = now.facts();
        Set<String> keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        return keys.stream().filter(key -> !TOLD.contains(key) && !key.startsWith(WEIGHTS) && !key.startsWith(RunFolder.BUNDLE))
                .filter(key -> !Objects.equals(was.get(key), is.get(key)))
                .map(key -> key + " was " + quoted(was.get(key)) + " and is " + quoted(is.get(key))).toList();
    }

    private static String quoted(String value) {
        return value == null ? "not set" : "\"" + value + "\"";
    }
}
