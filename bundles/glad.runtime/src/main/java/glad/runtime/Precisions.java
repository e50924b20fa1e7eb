package glad.runtime;

import glad.api.GladException;
import glad.api.Names;
import glad.api.model.Precision;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The number format of each part of a model. Parts hand each other fp32, so that any mixture fits together. People write one word for
 * all parts, {@code bf16}, and others for single parts behind it, {@code bf16,diffusion=fp16}.
 *
 * @param parts a format for every kind of part
 */
public record Precisions(Map<PartKind, Precision> parts) {

    private static final List<String> WORDS = Arrays.stream(Precision.values()).map(Precisions::word).toList();
    private static final List<String> KEYS = Arrays.stream(PartKind.values()).map(PartKind::key).toList();

    /** Copies the map; a kind that it lacks is in fp32. */
    public Precisions {
        Map<PartKind, Precision> all = new EnumMap<>(PartKind.class);
        for (PartKind kind : PartKind.values()) {
            all.put(kind, parts.getOrDefault(kind, Precision.FP32));
        }
        parts = Collections.unmodifiableMap(all);
    }

    /** Returns one format for all parts. */
    public static Precisions of(Precision precision) {
        return new Precisions(Stream.of(PartKind.values()).collect(Collectors.toMap(kind -> kind, kind -> precision)));
    }

    /**
     * Reads what people write.
     *
     * @param text for example {@code fp32}, or {@code bf16,diffusion=fp16}; without a word for all parts they are in fp32
     * @throws GladException (usage) if a word is unknown, or says something twice
     */
    public static Precisions parse(String text) {
        Map<PartKind, Precision> single = new EnumMap<>(PartKind.class);
        Precision all = null;
        for (String piece : text.split(",", -1)) {
            int equals = piece.indexOf('=');
            String key = piece.substring(0, Math.max(equals, 0)).strip();
            Precision precision = precision(text, piece.substring(equals + 1).strip());
            if (equals >= 0 && !KEYS.contains(key)) {
                throw GladException.usage(Names.unknown("part in precision \"" + text + "\"", key, KEYS));
            }
            boolean again = equals < 0 ? all != null : single.put(PartKind.values()[KEYS.indexOf(key)], precision) != null;
            if (again) {
                throw GladException.usage("precision \"" + text + "\" has two words for "
                        + (equals < 0 ? "all parts" : "\"" + key + "\"") + "; expected one, such as bf16,diffusion=fp16");
            }
            all = equals < 0 ? precision : all;
        }
        Map<PartKind, Precision> parts = new EnumMap<>(of(all == null ? Precision.FP32 : all).parts());
        parts.putAll(single);
        return new Precisions(parts);
    }

    private static Precision precision(String text, String word) {
        int at = WORDS.indexOf(word);
        if (at < 0) {
            throw GladException.usage("unknown precision \"" + word + "\"" + (word.equals(text) ? "" : " in \"" + text + "\"")
                    + "; expected " + String.join(", ", WORDS.subList(0, WORDS.size() - 1)) + " or " + WORDS.get(WORDS.size() - 1)
                    + ", for all parts or, as in bf16,diffusion=fp16, for one of " + String.join(", ", KEYS));
        }
        return Precision.values()[at];
    }

    /** Returns the format of a kind of part. */
    public Precision part(PartKind kind) {
        return parts.get(kind);
    }

    /** Returns the formats that any part has. */
    public Set<Precision> used() {
        return EnumSet.copyOf(parts.values());
    }

    /** Returns what {@link #parse} reads, always the same for the same formats: the most frequent one, then what differs. */
    @Override
    public String toString() {
        Precision most = Stream.of(Precision.values()).max(Comparator.comparing((Precision precision) ->
                Collections.frequency(parts.values(), precision)).thenComparing(Comparator.reverseOrder())).orElseThrow();
        return word(most) + parts.entrySet().stream().filter(part -> part.getValue() != most)
                .map(part -> "," + part.getKey().key() + "=" + word(part.getValue())).collect(Collectors.joining());
    }

    private static String word(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
