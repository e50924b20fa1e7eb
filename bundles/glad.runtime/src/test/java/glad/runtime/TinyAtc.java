package glad.runtime;

import glad.nn.weights.LoadReport;
import glad.nn.weights.Safetensors;
import glad.nn.weights.WeightLoader;
import glad.testing.GivenText;
import glad.testing.GivenTokens;
import glad.testing.Goldens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** The small ATCTrack of the goldens, composed of the real parts but for the text encoder, whose token states the goldens give. */
final class TinyAtc {

    private TinyAtc() {}

    /** Composes the network of a golden's sizes with the weights beside it. */
    static Model of(Goldens goldens, GivenTokens tokens, String words, String suffix) {
        Parts parts = TinyGlad.parts();
        parts.offer(PartKind.TEXT, "given", new GivenText(goldens.get("in.text_states"), null).factory(), "test");
        if (tokens != null) {
            parts.offer(PartKind.BACKBONE, "given", tokens.factory(), "test");
        }
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
}
