package glad.bench.look;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Box;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.track.Tracker;
import glad.bench.cues.FrameCues;
import glad.bench.cues.SequenceCues;
import glad.bench.run.Nano;
import glad.bench.run.RunFolder;
import glad.bench.run.SessionTracker;
import glad.bench.run.Tracking;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.eval.report.FilmStrip;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CueNotesTest {

    @Test
    void itTracksAsTheSessionDoesNotesTheFramesOfTheFilmStripOnceAndDrawsTwoOfThem(@TempDir Path temp) throws IOException {
        ProceduralDataset dataset = new ProceduralDataset();
        Sequence sequence = dataset.open(null, dataset.options().read("dataset \"procedural\"", new JsonMapper().createObjectNode()
                .put("count", 1).put("frames", 9).put("width", 160).put("height", 120))).sequence("plain-0001");
        RunFolder run = RunFolder.open(temp);
        List<String> noted = new ArrayList<>();
        try (LoadedExperiment nano = Nano.load(); FrameThreads threads = FrameThreads.parse("1")) {
            List<Box> plain = track(sequence, SessionTracker.of(nano, threads));
            Session session = nano.session(threads);
            assertEquals(plain, track(sequence, SessionTracker.watched(session, nano, List.of(new CueNotes(nano, session, (name, cues) -> {
                noted.add(name);
                run.write(SequenceCues.file(name), cues.json());
            }), new LookNotes(nano, session, View.parse("attention,features,score,diffusion"), run::write)))));
        }
        assertEquals(List.of("attention-rollout, frame 4", "attention-rollout, frame 8", "attention-search, frame 4", "attention-search, frame 8",
                "attention-template, frame 4", "attention-template, frame 8", "diffusion-words, frame 4", "features, frame 4", "features, frame 8",
                "score, frame 4", "score, frame 8"), LookStrips.read(temp, "plain-0001").stream().map(FilmStrip::caption).toList());
        assertEquals(List.of(), LookStrips.read(temp, "other"));
        assertEquals(List.of("plain-0001"), noted);
        SequenceCues cues = SequenceCues.read(temp, "plain-0001").orElseThrow();
        assertEquals(List.of(0, 2, 4, 6, 8), cues.frames().stream().map(FrameCues::frame).toList());
        assertEquals(0, cues.at(0).orElseThrow().score().length);
        FrameCues last = cues.at(8).orElseThrow();
        assertEquals(sequence.sentence(), last.sentence());
        assertEquals(0, Math.round(Math.sqrt(last.score().length)) % 8, "cells of the score map per side");
        assertArrayEquals(new float[0], last.heat(), "no memory");
        assertEquals(List.of(), last.words().stream().filter(word -> word.target() != null || word.taken() != null).toList(), "no words");
        assertEquals(Optional.empty(), SequenceCues.read(temp, "other"));
    }

    private static List<Box> track(Sequence sequence, Tracker tracker) throws IOException {
        List<Box> boxes = new ArrayList<>();
        try (Frames frames = sequence.open(); tracker) {
            Tracking.begin(frames, tracker, sequence.initialBox(), tracker.words(sequence))
                    .run(() -> false, (index, frame, step, seconds) -> boxes.add(step.box()));
        }
        return boxes;
    }
}
