package glad.eval.results;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.eval.ResultFormat;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes raw results in a format, as a folder or as an archive. */
public final class ResultWriter {

    private ResultWriter() {}

    /**
     * Writes runs of one tracker; each file appears whole.
     *
     * @param runs the results by sequence, an entry per repeated run
     * @param target a file that ends in {@code .zip}, or a folder
     * @throws GladException (failure) if it can't be written, or the format names a file outside of it
     */
    public static void write(ResultFormat format, List<Map<String, SequenceBoxes>> runs, Path target) {
        Map<String, String> files = new TreeMap<>();
        for (int run = 0; run < runs.size(); run++) {
            int number = run + 1;
            runs.get(run).forEach((sequence, result) ->
                    format.files(sequence, number, runs.size(), result.boxes(), result.seconds()).forEach(files::putIfAbsent));
        }
        files.keySet().forEach(file -> refuseOutside(file, target));
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

    private static void refuseOutside(String file, Path target) {
        if (!target.resolve(file).normalize().startsWith(target.normalize())) {
            throw GladException.failure("the format wants the file \"" + file + "\", which lies outside of \"" + target
                    + "\"; mend the bundle of the format");
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
}
