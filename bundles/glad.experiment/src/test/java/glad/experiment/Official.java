package glad.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.backbone.itpn.internal.AtcItpnBaseFactory;
import glad.backbone.itpn.internal.AtcItpnLargeFactory;
import glad.backbone.itpn.internal.FastItpnFactory;
import glad.backbone.mae.internal.MaeVitBaseFactory;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.backbone.mae.internal.MaeVitLargeFactory;
import glad.context.memory.internal.AtcMemoryFactory;
import glad.context.words.internal.AtcWordsFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.head.internal.CornerHeadFactory;
import glad.diffusion.sd.internal.Sd15LcmFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoTextFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.runtime.internal.NamedParameter;
import glad.testing.DetFill;
import glad.text.clip.internal.ClipTextFactory;
import glad.text.clip.internal.ClipVitL14Factory;
import glad.text.roberta.internal.RobertaBaseFactory;
import glad.text.roberta.internal.RobertaFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The official experiments as they ship, composed of the real parts. */
final class Official {

    /** Words of {@link #tokenizer} are ids with this before them. */
    private static final String WORD = "t";

    private Official() {}

    /** Returns the registry of all parts that tests here use. */
    static Parts parts(WeightStore files) {
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "glad.text.clip");
        parts.offer(PartKind.TEXT, "clip-vit-l14", new ClipVitL14Factory(files), "glad.text.clip");
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "glad.none");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "glad.diffusion.sd");
        parts.offer(PartKind.DIFFUSION, "sd15-lcm", new Sd15LcmFactory(), "glad.diffusion.sd");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "glad.none");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "glad.backbone.mae");
        parts.offer(PartKind.BACKBONE, "mae-vit-base", new MaeVitBaseFactory(), "glad.backbone.mae");
        parts.offer(PartKind.BACKBONE, "mae-vit-large", new MaeVitLargeFactory(), "glad.backbone.mae");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "glad.diffusion.fusion");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "glad.none");
        parts.offer(PartKind.TEXT, "roberta", new RobertaFactory(files), "glad.text.roberta");
        parts.offer(PartKind.BACKBONE, "fast-itpn", new FastItpnFactory(), "glad.backbone.itpn");
        parts.offer(PartKind.TEXT, "roberta-base", new RobertaBaseFactory(files), "glad.text.roberta");
        parts.offer(PartKind.BACKBONE, "atc-itpn-base", new AtcItpnBaseFactory(), "glad.backbone.itpn");
        parts.offer(PartKind.BACKBONE, "atc-itpn-large", new AtcItpnLargeFactory(), "glad.backbone.itpn");
        parts.offer(PartKind.WORDS, "atc-words", new AtcWordsFactory(), "glad.context.words");
        parts.offer(PartKind.MEMORY, "atc-memory", new AtcMemoryFactory(), "glad.context.memory");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "glad.none");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "glad.none");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "glad.diffusion.head");
        parts.offer(PartKind.HEAD, "corner", new CornerHeadFactory(), "glad.diffusion.head");
        return parts;
    }

    /** Returns the experiments of this checkout. */
    static Experiments experiments() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("run-configs"))) {
            at = at.getParent();
        }
        return new Experiments(at.resolve("run-configs").resolve("experiments"));
    }

    /**
     * Composes an official experiment, without weights.
     *
     * @param name its name
     * @param root a folder for its tokenizer
     * @param changes overrides
     */
    static Model compose(String name, Precision precision, Path root, List<String> changes) throws IOException {
        Files.write(root.resolve("tokenizer.json"), tokenizer());
        List<String> all = new ArrayList<>(changes);
        all.add("text.tokenizer=tokenizer.json");
        Placement placement = new Placement(Placement.cpu().device(), precision, 0);
        return new Composer(parts(new WeightStore(root))).compose(experiments().read(name, all).model(), placement);
    }

    /** Writes a tokenizer for RoBERTa's ids. */
    static void robertaTokenizer(Path file) throws IOException {
        Files.write(file, tokenizer(50265, 0, 2));
    }

    private static byte[] tokenizer() throws IOException {
        return tokenizer(49408, 49406, 49407);
    }

    /** A tokenizer of words like {@code t320}, whose id is the number: sentences of ids, for goldens that hold ids. */
    private static byte[] tokenizer(int count, int start, int end) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = (ObjectNode) mapper.readTree("""
                {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor":
                {"type": "RobertaProcessing", "sep": ["tEND", END], "cls": ["tSTART", START], "trim_offsets": false,
                "add_prefix_space": false}, "model": {"type": "WordLevel", "vocab": {}, "unk_token": "tEND"}}""".replace("START", "" + start).replace("END", "" + end));
        ObjectNode vocabulary = (ObjectNode) root.get("model").get("vocab");
        for (int id = 0; id < count; id++) {
            vocabulary.put(WORD + id, id);
        }
        return mapper.writeValueAsBytes(root);
    }

    /** Returns the sentence that {@link #tokenizer} turns into these ids, start, end and padding left out. */
    static String sentence(long[] ids) {
        StringBuilder words = new StringBuilder();
        for (int i = 1; i < ids.length && ids[i] != 49407; i++) {
            words.append(words.isEmpty() ? "" : " ").append(WORD).append(ids[i]);
        }
        return words.toString();
    }

    /** Returns the words of ids between start and end. */
    static String words(long[] ids) {
        return Arrays.stream(ids, 1, ids.length - 1).mapToObj(id -> WORD + id).collect(Collectors.joining(" "));
    }

    /** Fills a part as the goldens' weights are: the tracker's own under their full names, frozen ones under their own. */
    static void fill(Model model, PartKind kind) {
        List<Parameter> own = new ArrayList<>();
        for (Parameter parameter : model.parameters(kind)) {
            own.add(new NamedParameter(parameter.name().replaceFirst("^(vae|unet|text_encoder)\\.", ""), parameter));
        }
        DetFill.fill(own, "");
    }
}
