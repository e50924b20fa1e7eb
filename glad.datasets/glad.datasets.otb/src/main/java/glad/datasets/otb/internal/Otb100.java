package glad.datasets.otb.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.Names;
import glad.api.Reason;
import glad.api.data.Dataset;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.Options;
import glad.datasets.files.LabelledSequence;
import glad.media.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.osgi.service.component.annotations.Component;

/**
 * OTB100 (Wu, Lim, Yang, PAMI 2015): {@code NAME/img/}, {@code NAME/groundtruth_rect.txt}. Where a sequence's folder is
 * missing, its boxes come from {@code OTB2015.json}, in which they are handed round without images. Boxes are taken
 * as they stand, as the official readers do, although the benchmark counts pixels from 1.
 */
@GladId("otb100")
@Component(service = Dataset.class)
public final class Otb100 implements Dataset {

    /** Of two targets in one folder, NAME_2 is that of {@code NAME/groundtruth_rect.2.txt}. */
    private static final List<String> SEQUENCES = List.of(("""
            Basketball Biker Bird1 Bird2 BlurBody BlurCar1 BlurCar2 BlurCar3 BlurCar4 BlurFace BlurOwl Board \
            Bolt Bolt2 Box Boy Car1 Car2 Car24 Car4 CarDark CarScale ClifBar Coke Couple Coupon Crossing Crowds \
            Dancer Dancer2 David David2 David3 Deer Diving Dog Dog1 Doll DragonBaby Dudek FaceOcc1 FaceOcc2 Fish \
            FleetFace Football Football1 Freeman1 Freeman3 Freeman4 Girl Girl2 Gym Human2 Human3 Human4_2 Human5 \
            Human6 Human7 Human8 Human9 Ironman Jogging_1 Jogging_2 Jump Jumping KiteSurf Lemming Liquor Man \
            Matrix Mhyang MotorRolling MountainBike Panda RedTeam Rubik Shaking Singer1 Singer2 Skater Skater2 \
            Skating1 Skating2_1 Skating2_2 Skiing Soccer Subway Surfer Suv Sylvester Tiger1 Tiger2 Toy Trans \
            Trellis Twinnings Vase Walking Walking2 Woman""").split(" "));

    /** The official readers begin Tiger1 with its sixth frame. */
    private static final Map<String, Integer> SKIPPED = Map.of("Tiger1", 5);

    private static final String ANNOTATION = "OTB2015.json";

    @Override
    public String description() {
        return "OTB100: 100 short sequences, no sentences of its own";
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("OTB100", "OTB2015", "OTB", "otb");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        return new Sequences(root, packed(root.resolve(ANNOTATION)));
    }

    /** Returns the boxes by name in lower case; none if there is no such file. */
    private static Map<String, Boxes> packed(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        Map<String, Boxes> packed = new HashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Map.Entry<String, JsonNode> entry : new JsonMapper().readTree(in).properties()) {
                double[] numbers = StreamSupport.stream(entry.getValue().path("gt_rect").spliterator(), false)
                        .flatMap(box -> StreamSupport.stream(box.spliterator(), false))
                        .mapToDouble(JsonNode::asDouble).toArray();
                packed.put(entry.getKey().toLowerCase(Locale.ROOT), Boxes.of(numbers));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; restore or remove it",
                    e);
        }
        return packed;
    }

    private record Sequences(Path root, Map<String, Boxes> packed) implements SequenceSet {

        @Override
        public List<String> names() {
            return SEQUENCES;
        }

        @Override
        public boolean has(String name) {
            return Files.isRegularFile(boxFile(name)) || packed.containsKey(name.toLowerCase(Locale.ROOT));
        }

        @Override
        public boolean hasFrames(String name) {
            return FrameSource.isAt(boxFile(name).resolveSibling("img"));
        }

        @Override
        public Sequence sequence(String name) {
            if (!SEQUENCES.contains(name)) {
                throw GladException.usage(Names.unknown("sequence", name, SEQUENCES));
            }
            Path boxFile = boxFile(name);
            if (Files.isRegularFile(boxFile)) {
                return new OtbTarget(name, boxFile).read(0, SKIPPED.getOrDefault(name, 0))
                        .withSentenceFile(boxFile.resolveSibling("nlp.txt"));
            }
            Boxes boxes = packed.get(name.toLowerCase(Locale.ROOT));
            if (boxes == null || boxes.isEmpty()) {
                throw GladException.failure("sequence \"" + name + "\" isn't in \"" + root
                        + "\"; expected its boxes in \""
                        + root.relativize(boxFile) + "\"");
            }
            return LabelledSequence.of(name, boxes, () -> {
                throw GladException.failure("sequence \"" + name + "\" has no images in \"" + root
                        + "\", only boxes in "
                        + ANNOTATION + "; expected the folder \"" + root.relativize(boxFile).getParent() + "\"");
            });
        }

        private Path boxFile(String name) {
            int cut = name.indexOf('_');
            return cut < 0 ? root.resolve(name).resolve("groundtruth_rect.txt")
                    : root.resolve(name.substring(0, cut))
                    .resolve("groundtruth_rect." + name.substring(cut + 1) + ".txt");
        }
    }
}
