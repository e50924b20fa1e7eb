package glad.shell.internal.run;

import glad.api.GladException;
import glad.api.data.Sentences;
import glad.datasets.files.SentencesFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is said about a target in a user's video. */
final class SentenceOptions {

    @Option(names = "--text", defaultValue = "", paramLabel = "SENTENCE",
            description = "Words about the target; empty means no language.")
    private String text;

    @Option(names = "--texts", paramLabel = "FILE", description = "Sentences that change, instead of --text: CSV rows of frame,sentence, the"
            + " first with frame 0; each applies until the next.")
    private Path texts;

    /** @throws GladException if both options are given, or the file can't be read or holds something else */
    Sentences read() {
        if (texts == null) {
            return Sentences.of(text);
        }
        if (!text.isEmpty()) {
            throw GladException.usage("--text \"" + text + "\" is one sentence and --texts \"" + texts + "\" a file of them; give one of both");
        }
        return SentencesFile.read(texts);
    }
}
