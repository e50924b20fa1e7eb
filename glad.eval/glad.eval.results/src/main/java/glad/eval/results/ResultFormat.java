package glad.eval.results;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A benchmark's format of raw results: which files, which separator, how many decimals. */
public enum ResultFormat {

    /** {@code SEQUENCE.txt} with tabs and whole pixels, cut off as the official tracker does; {@code SEQUENCE_time.txt}. */
    OFFICIAL("official", "\t", 0),

    /** GOT-10k's submission: {@code SEQUENCE/SEQUENCE_001.txt}, {@code SEQUENCE/SEQUENCE_time.txt}. */
    GOT10K("got10k", ",", 3),

    /** TrackingNet's submission: {@code SEQUENCE.txt}. */
    TRACKINGNET("trackingnet", ",", 2),

    /** What the kits of LaSOT and TNL2K read: {@code SEQUENCE.txt}, all decimals there are. */
    LASOT("lasot", ",", -1),

    /** VOT's text: {@code SEQUENCE/SEQUENCE_001.txt} that begins with 1, {@code SEQUENCE/SEQUENCE_001_time.value}. */
    VOT("vot", ",", 4);

    private final String id;
    private final String separator;
    private final int decimals;

    ResultFormat(String id, String separator, int decimals) {
        this.id = id;
        this.separator = separator;
        this.decimals = decimals;
    }

    /** Returns what the command line calls it. */
    public String id() {
        return id;
    }

    /** Returns the format of that name. @throws GladException (usage) naming all if there is none */
    public static ResultFormat of(String id) {
        return Stream.of(values()).filter(f -> f.id.equals(id)).findFirst().orElseThrow(() -> GladException.usage(
                Names.unknown("format", id, Stream.of(values()).map(ResultFormat::id).toList())));
    }

    /**
     * Writes runs of one tracker; each file appears whole.
     *
     * @param runs the results by sequence, an entry per repeated run
     * @param target a file that ends in {@code .zip}, or a folder
     * @throws GladException (failure) if it can't be written
     */
    public void write(List<Map<String, SequenceBoxes>> runs, Path target) {
        Map<String, String> files = new TreeMap<>();
        for (int run = 0; run < runs.size(); run++) {
            String folder = runs.size() > 1 && !numbersFiles() ? String.format(Locale.ROOT, "%03d/", run + 1) : "";
            int number = run + 1;
            runs.get(run).forEach((sequence, result) -> add(files, folder, sequence, number, result));
        }
        try {
            if (target.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
                WholeFile.write(target, aside -> zip(files, aside));
            } else {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    WholeFile.write(target.resolve(file.getKey()), file.getValue());
                }
            }
        } catch (IOException e) {
            throw GladException.failure(
                    "results can't be written to \"" + target + "\": " + Reason.of(e)
                            + "; check the folder and the free space", e);
        }
    }

    private static void zip(Map<String, String> files, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setLastModifiedTime(FileTime.fromMillis(0)); // the same results make the same archive
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    /** Tells whether repeated runs are files with numbers; else they are folders. */
    private boolean numbersFiles() {
        return this == GOT10K || this == VOT;
    }

    private void add(Map<String, String> files, String folder, String sequence, int run, SequenceBoxes result) {
        String name = numbersFiles() ? String.format(Locale.ROOT, "%s/%s_%03d", sequence, sequence, run) : folder + sequence;
        files.put(name + ".txt", boxes(result.boxes()));
        if (result.seconds().isEmpty()) {
            return;
        }
        StringBuilder seconds = new StringBuilder();
        result.seconds().forEach(s -> seconds.append(String.format(Locale.ROOT, "%.8f\n", s)));
        switch (this) {
            case OFFICIAL -> files.put(name + "_time.txt", seconds.toString());
            case GOT10K -> files.putIfAbsent(sequence + "/" + sequence + "_time.txt", seconds.toString());
            case VOT -> files.put(name + "_time.value", seconds.toString());
            default -> { } // these benchmarks want no times
        }
    }

    private String boxes(Boxes boxes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < boxes.size(); i++) {
            if (this == VOT && i == 0) {
                text.append('1');
            } else {
                text.append(number(boxes.x(i))).append(separator).append(number(boxes.y(i))).append(separator)
                        .append(number(boxes.w(i))).append(separator).append(number(boxes.h(i)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String number(double value) {
        if (decimals == 0) {
            return Long.toString((long) value);
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return decimals > 0 ? String.format(Locale.ROOT, "%." + decimals + "f", value)
                : whole ? Long.toString((long) value) : Double.toString(value);
    }
}
