package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Template;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.weights.LoadReport;
import glad.nn.weights.Safetensors;
import glad.nn.weights.WeightLoader;
import glad.testing.Goldens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** The small ATCTrack of the goldens, composed of the real parts but for the text encoder, whose token states the goldens give. */
final class TinyAtc {

    private TinyAtc() {}

    /** Token states by sentence: the same for every one. */
    record GivenText(NDArray states) implements TextEncoder {

        @Override
        public int width() {
            return (int) states.getShape().get(2);
        }

        @Override
        public int length() {
            return (int) states.getShape().get(1);
        }

        @Override
        public TextFeatures encode(List<String> sentences, NDManager manager) {
            NDArray tokens = manager.create(states.toFloatArray(), states.getShape()).repeat(0, sentences.size());
            tokens.attach(manager);
            return new TextFeatures(tokens, manager.ones(new Shape(sentences.size(), length())));
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public void mode(Mode mode) {
            // Nothing differs.
        }

        @Override
        public void close() {
            // The states are the test's.
        }
    }

    /** A backbone whose tokens [class, templates, search] the goldens give, frame by frame. */
    static final class GivenTokens implements Backbone {

        private final int side;
        private final NDArray positions;
        private NDArray tokens;

        GivenTokens(int side, NDArray positions) {
            this.side = side;
            this.positions = positions;
        }

        void next(NDArray frame) {
            tokens = frame;
        }

        @Override
        public int width() {
            return (int) positions.getShape().get(2);
        }

        @Override
        public int searchSide() {
            return side;
        }

        @Override
        public int templateSide() {
            return side / 2;
        }

        @Override
        public int detailWidth() {
            return 0;
        }

        @Override
        public NDArray embedTemplate(Template template) {
            return template.image().getManager().zeros(new Shape(1, 1, 1));
        }

        @Override
        public Tokens forward(NDArray template, NDArray search) {
            long first = tokens.getShape().get(1) - (long) side * side;
            return new Tokens(tokens.get(":, 1:" + first), tokens.get(":, " + first + ":"), null, tokens.get(":, :1"), positions);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public void mode(Mode mode) {
            // Nothing differs.
        }

        @Override
        public void close() {
            // The tokens are the test's.
        }
    }

    /** Composes the network of a golden's sizes with the weights beside it. */
    static Model of(Goldens goldens, GivenTokens tokens, String words, String suffix) {
        Parts parts = TinyGlad.parts();
        parts.offer(PartKind.TEXT, "given", text(goldens), "test");
        parts.offer(PartKind.BACKBONE, "given", backbone(tokens), "test");
        PartSpec none = PartSpec.of("none");
        int width = width(goldens, suffix);
        PartSpec backbone = tokens != null ? PartSpec.of("given") : TinyGlad.part("atc-itpn", "{'dim': " + width + ", 'heads': "
                + number(goldens, "size.backbone_heads") + ", 'depths': "
                + Arrays.toString(goldens.get("size.backbone_depths").toLongArray()) + "}");
        ModelSpec spec = new ModelSpec(PartSpec.of("given"), none, backbone, none, TinyGlad.part("atc-words", "{" + words + "}"),
                PartSpec.of("atc-memory"), TinyGlad.part("center", "{'channels': " + number(goldens, "size.head_channels") + "}"), 128, 256);
        Model model = new Composer(parts).compose(spec, Placement.cpu());
        load(model, suffix, tokens != null);
        return model;
    }

    /** Fills a model by the official names. */
    private static void load(Model model, String suffix, boolean withoutBackbone) {
        int loaded = 0;
        for (String name : Goldens.found("context", "atc" + suffix + "\\.weights-\\d-of-\\d\\.safetensors")) {
            try (Safetensors file = Safetensors.open(Goldens.folder().resolve(name))) {
                LoadReport report = WeightLoader.load(file, tensor -> PublishedNames.of(tensor.substring(2)), model.parameters(),
                        model.manager(), parameter -> { });
                Assertions.assertEquals(List.of(), report.misshapen());
                Assertions.assertTrue(report.unexpected().stream().allMatch(n -> withoutBackbone && n.matches("w\\.(backbone|cls_).*")),
                        report.summary());
                loaded += report.loaded().size();
            }
        }
        long wanted = model.parameters().stream().filter(p -> !p.computed() && !p.name().endsWith("num_batches_tracked")).count();
        Assertions.assertTrue(loaded >= wanted, "loaded " + loaded + " of " + wanted);
    }

    private static int width(Goldens goldens, String suffix) {
        for (String name : Goldens.found("context", "atc" + suffix + "\\.weights-\\d-of-\\d\\.safetensors")) {
            try (Safetensors file = Safetensors.open(Goldens.folder().resolve(name))) {
                if (file.tensors().containsKey("w.dy_template_pos_embed.weight")) {
                    return (int) file.tensors().get("w.dy_template_pos_embed.weight").shape().get(1);
                }
            }
        }
        throw new AssertionError("no weights beside " + goldens);
    }

    private static long number(Goldens goldens, String name) {
        return goldens.get(name).toLongArray()[0];
    }

    private static TextEncoderFactory text(Goldens goldens) {
        return new TextEncoderFactory() {
            @Override
            public OptionSchema options() {
                return OptionSchema.of();
            }

            @Override
            public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
                return new GivenText(goldens.get("in.text_states"));
            }
        };
    }

    private static BackboneFactory backbone(GivenTokens tokens) {
        return new BackboneFactory() {
            @Override
            public OptionSchema options() {
                return OptionSchema.of();
            }

            @Override
            public Backbone create(Options options, PartInputs inputs, PartContext context) {
                return tokens;
            }
        };
    }
}
