package glad.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Image;
import glad.api.model.EmbeddedModel;
import glad.api.model.Parameter;
import glad.backbone.itpn.internal.AtcItpnFactory;
import glad.backbone.itpn.internal.FastItpnBaseFactory;
import glad.backbone.itpn.internal.FastItpnLargeFactory;
import glad.backbone.mae.internal.MaeVitBaseFactory;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.backbone.mae.internal.MaeVitLargeFactory;
import glad.context.memory.internal.AtcMemoryFactory;
import glad.context.words.internal.AtcWordsFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.fusion.internal.WordQueryFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.head.internal.CornerHeadFactory;
import glad.diffusion.sd.internal.Sd15LcmFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoTextFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.internal.NamedParameter;
import glad.testing.DetFill;
import glad.text.clip.internal.ClipTextFactory;
import glad.text.clip.internal.ClipVitL14Factory;
import glad.text.roberta.internal.RobertaBaseFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The tiny pipeline of the goldens, composed of the real parts. */
final class TinyGlad {

    private static final JsonMapper JSON = new JsonMapper();

    private TinyGlad() {}

    /** A registry of the real factories. */
    static Parts parts() {
        WeightStore files = new WeightStore(Path.of("weights"));
        files.offer("test", new TestResources());
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "glad.text.clip");
        parts.offer(PartKind.TEXT, "clip-vit-l14", new ClipVitL14Factory(files), "glad.text.clip");
        parts.offer(PartKind.TEXT, "roberta-base", new RobertaBaseFactory(files), "glad.text.roberta");
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "glad.none");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "glad.diffusion.sd");
        parts.offer(PartKind.DIFFUSION, "sd15-lcm", new Sd15LcmFactory(), "glad.diffusion.sd");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "glad.none");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "glad.backbone.mae");
        parts.offer(PartKind.BACKBONE, "mae-vit-base", new MaeVitBaseFactory(), "glad.backbone.mae");
        parts.offer(PartKind.BACKBONE, "mae-vit-large", new MaeVitLargeFactory(), "glad.backbone.mae");
        parts.offer(PartKind.BACKBONE, "fast-itpn-base", new FastItpnBaseFactory(), "glad.backbone.itpn");
        parts.offer(PartKind.BACKBONE, "fast-itpn-large", new FastItpnLargeFactory(), "glad.backbone.itpn");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "glad.diffusion.fusion");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "glad.none");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "glad.none");
        parts.offer(PartKind.WORDS, "word-query", new WordQueryFactory(), "glad.diffusion.fusion");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "glad.none");
        parts.offer(PartKind.BACKBONE, "atc-itpn", new AtcItpnFactory(), "glad.backbone.itpn");
        parts.offer(PartKind.WORDS, "atc-words", new AtcWordsFactory(), "glad.context.words");
        parts.offer(PartKind.MEMORY, "atc-memory", new AtcMemoryFactory(), "glad.context.memory");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "glad.diffusion.head");
        parts.offer(PartKind.HEAD, "corner", new CornerHeadFactory(), "glad.diffusion.head");
        return parts;
    }

    /** The sizes of the goldens: template 128, search 64, width 48. */
    static ModelSpec spec() {
        return new ModelSpec(
                part("clip-text", "{'vocabulary': 99, 'width': 32, 'layers': 2, 'heads': 4, 'mlp_ratio': 2.0,"
                        + " 'tokenizer': 'embedded:test/tokenizer.json'}"),
                part("sd-lcm", "{'unet_channels': [20, 40, 40, 40], 'heads': 4, 'groups': 10,"
                        + " 'vae_channels': [8, 16, 16, 16], 'vae_layers': 2, 'vae_groups': 4}"),
                part("mae-vit", "{'dim': 48, 'depth': 2, 'heads': 4}"),
                part("glad-decoder", "{'heads': 4, 'position_table': 'fp32', 'unused_text_width': 24}"),
                part("center", "{'channels': 32}"),
                128, 64);
    }

    /** A small tracker with words, memory and two templates, of options of both. */
    static ModelSpec context(String words, String memory) {
        ModelSpec full = spec();
        PartSpec none = PartSpec.of("none");
        return new ModelSpec(full.text(), none, part("atc-itpn", "{'dim': 48, 'heads': 4, 'depths': [1, 1, 2]}"), none,
                part("atc-words", "{" + words + "}"), part("atc-memory", "{" + memory + "}"), full.head(), 128, 64);
    }

    /** The same tracker with words that speak for search tokens; every other parameter begins the same. */
    static ModelSpec asked() {
        ModelSpec full = spec();
        return new ModelSpec(full.text(), full.diffusion(), full.backbone(), full.fusion(), part("word-query", "{'width': 16}"),
                PartSpec.of("none"), full.head(), 128, 64);
    }

    /** A tracker without language and diffusion, of the same size. */
    static ModelSpec plain() {
        ModelSpec full = spec();
        PartSpec none = PartSpec.of("none");
        return new ModelSpec(none, none, full.backbone(), none, full.head(), 128, 64);
    }

    /** Composes a model on the CPU whose parameters are filled part by part, by their names. */
    static Model filled(ModelSpec spec) {
        Model made = new Composer(parts()).compose(spec, Placement.cpu());
        for (PartKind kind : PartKind.values()) {
            DetFill.fill(made.part(kind).parameters(), "");
        }
        return made;
    }

    /** A frame of noise, the same for the same number. */
    static Image frame(int number) {
        byte[] rgb = new byte[96 * 80 * 3];
        new Random(number).nextBytes(rgb);
        return new Image(96, 80, rgb);
    }

    static PartSpec part(String id, String options) {
        try {
            return new PartSpec(id, (ObjectNode) JSON.readTree(options.replace('\'', '"')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Composes the pipeline with the goldens' weights. */
    static Model golden() {
        return golden("fp32");
    }

    /** Composes the pipeline with the goldens' weights in another precision. */
    static Model golden(String precision) {
        Model model = new Composer(parts()).compose(spec(), Placement.parse("cpu", precision, 0));
        DetFill.fill(model.parameters(PartKind.BACKBONE), "");
        DetFill.fill(model.parameters(PartKind.FUSION), "");
        DetFill.fill(model.parameters(PartKind.HEAD), "");
        DetFill.fill(model.text().parameters(), "");
        List<Parameter> bare = model.diffusion().parameters().stream()
                .<Parameter>map(p -> new NamedParameter(p.name().replaceFirst("^(vae|unet)\\.", ""), p)).toList();
        DetFill.fill(bare, "");
        return model;
    }

    private static final class TestResources implements EmbeddedModel {

        @Override
        public Set<String> names() {
            return Set.of("tokenizer.json");
        }

        @Override
        public InputStream open(String name) {
            return TinyGlad.class.getResourceAsStream("/" + name);
        }
    }
}
