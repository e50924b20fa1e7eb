package glad.shell.internal.run;

import glad.api.GladException;
import glad.bench.VideoTrack;
import glad.bench.look.CueNotes;
import glad.bench.run.TrackFolder;
import glad.experiment.Experiment;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Where a track goes, and what becomes of one that is there. */
final class TrackPlace {

    @Option(names = "--out", defaultValue = "${bundle:glad.runs}/track", paramLabel = "DIR", description = "Where boxes.txt and boxes.json go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--resume", description = "Go on with the track in DIR where it was stopped or cut off, or begin if there is"
            + " none; the boxes are those of an undisturbed run. A video is drawn anew from the first frame.")
    private boolean resume;

    @Option(names = "--replace", description = "Remove the track that DIR holds, and begin anew.")
    private boolean replace;

    @Option(names = "--cues", description = "Note what words and memory do in five frames, in DIR/cues, and show it in DIR/" + VideoTrack.CUES + "; these frames are computed"
            + " three times.")
    private boolean cues;

    /** @throws GladException (usage) if the folder holds a track and it isn't said, or said twice, what becomes of it */
    void check() {
        if (resume && cues) {
            throw GladException.usage("--cues notes a track from its first frame on, which --resume doesn't see; give one of them, or --replace with --cues");
        }
        if (resume && replace) {
            throw GladException.usage("--resume goes on with a track and --replace removes it; give one of them");
        }
        if (!resume && !replace && TrackFolder.isTrack(out)) {
            throw GladException.usage("folder \"" + out + "\" holds a track already; go on with it by --resume, remove it by --replace, or choose another --out");
        }
    }

    /** Returns the folder. */
    Path folder() {
        return out;
    }

    /** Says it in a line if words and memory are to be looked at where there are none. */
    void hearOfCues(Experiment experiment, Consumer<String> remark) {
        if (cues) {
            CueNotes.nothing(experiment).ifPresent(remark);
        }
    }

    /** Lets a track note what words and memory do if that is asked for. */
    void noting(VideoTrack track) {
        if (cues) {
            track.noteCues();
        }
    }

    /** Tells whether what words and memory do is noted. */
    boolean cues() {
        return cues;
    }

    /** Tells whether a track that is there is gone on with. */
    boolean resumes() {
        return resume;
    }

    /** Tells whether a track that is there is removed. */
    boolean replaces() {
        return replace;
    }
}
