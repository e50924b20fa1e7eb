package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.track.TrackStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every combination of the published parts composes and tracks, or is refused with a reason: here in a small size (the same
 * parts, narrower and shallower), in {@link FullSizeSwapsTest} in their own.
 */
class SwapsTest {

    private static final List<String> BACKBONES = List.of("mae-vit-base", "mae-vit-large", "fast-itpn-base", "fast-itpn-large");
    private static final List<String> TEXTS = List.of("clip-vit-l14", "roberta-base", "none");
    private static final List<String> DIFFUSIONS = List.of("sd15-lcm", "none");
    private static final List<String> HEADS = List.of("center", "corner");

    private static final String TOKENIZER = "'tokenizer': 'embedded:test/tokenizer.json'";
    /** Options that make each part small; base and large differ in width and depth as the published ones do. */
    private static final Map<String, String> SMALL = Map.of(
            "mae-vit-base", "'dim': 48, 'depth': 1, 'heads': 3",
            "mae-vit-large", "'dim': 64, 'depth': 2, 'heads': 4",
            "fast-itpn-base", "'dim': 32, 'depths': [1, 1, 1], 'heads': 2",
            "fast-itpn-large", "'dim': 48, 'depths': [1, 1, 2], 'heads': 3",
            "clip-vit-l14", "'vocabulary': 99, 'width': 24, 'layers': 1, 'heads': 2, 'length': 16, " + TOKENIZER,
            "roberta-base", "'vocabulary': 99, 'width': 24, 'layers': 1, 'heads': 2, 'length': 16, " + TOKENIZER,
            "sd15-lcm", "'unet_channels': [8, 16, 16, 16], 'heads': 2, 'groups': 4, 'vae_channels': [4, 8, 8, 8],"
                    + " 'vae_layers': 1, 'vae_groups': 4, 'text_width': 24",
            "glad-decoder", "'pool_heads': 4",
            "center", "'channels': 8",
            "corner", "'channels': 8");

    /** The target in the first frame. */
    static final Box TARGET = new Box(40, 30, 20, 16);

    /** One combination. */
    record Swap(String backbone, String text, String diffusion, int search, String head) {

        /** Tells whether its parts can't work together: Stable Diffusion wants words. */
        boolean refused() {
            return text.equals("none") && diffusion.equals("sd15-lcm");
        }

        ModelSpec spec(boolean small) {
            return new ModelSpec(part(text, small), part(diffusion, small), part(backbone, small),
                    part("glad-decoder", small), part(head, small), small ? 128 : 512, small ? search / 4 : search);
        }

        private static PartSpec part(String id, boolean small) {
            String own = TEXTS.contains(id) && !id.equals("none") ? TOKENIZER : "";
            return TinyGlad.part(id, "{" + (small ? SMALL.getOrDefault(id, "") : own) + "}");
        }
    }

    static List<Swap> swaps() {
        List<Swap> all = new ArrayList<>();
        for (String text : TEXTS) {
            for (String diffusion : DIFFUSIONS) {
                for (String backbone : BACKBONES) {
                    for (int search : new int[] {256, 384}) {
                        for (String head : HEADS) {
                            all.add(new Swap(backbone, text, diffusion, search, head));
                        }
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("swaps")
    void tracksOrSaysWhyNot(Swap swap) {
        check(swap, swap.spec(true));
    }

    private static void check(Swap swap, ModelSpec spec) {
        Composer composer = new Composer(TinyGlad.parts());
        if (swap.refused()) {
            assertRefused(composer, spec);
            return;
        }
        try (Model model = composer.compose(spec, Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 1)) {
            session.start(TinyGlad.frame(0), TARGET, "a red box");
            for (int i = 1; i <= 3; i++) {
                assertSensible(i, session.next(TinyGlad.frame(i)));
            }
        }
    }

    /** Fails unless a combination that can't work is refused with its reason, which is returned. */
    static String assertRefused(Composer composer, ModelSpec spec) {
        GladException e = assertThrows(GladException.class, () -> composer.compose(spec, Placement.cpu()));
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().contains("expected a text encoder; choose one, or the diffusion part \"none\""),
                e.getMessage());
        return e.getMessage();
    }

    /** Fails unless a step has a box within the frame and a confidence. */
    static void assertSensible(int number, TrackStep step) {
        Box box = step.box();
        assertTrue(box.isValid() && box.x() >= 0 && box.y() >= 0 && box.x() + box.w() <= 96 + 1e-9
                && box.y() + box.h() <= 80 + 1e-9, "frame " + number + ": " + box);
        assertTrue(step.confidence() >= 0 && step.confidence() <= 1, "confidence " + step.confidence());
    }

    @Test
    void aTextEncoderOfAnotherWidthIsRefusedWithBothWidthsAndAnAdapterJoinsThem() {
        ModelSpec fits = new Swap("mae-vit-base", "roberta-base", "sd15-lcm", 256, "center").spec(true);
        PartSpec narrow = TinyGlad.part("roberta-base", "{" + SMALL.get("roberta-base").replace("24", "16") + "}");
        ModelSpec clash = with(fits, narrow, fits.diffusion());
        Composer composer = new Composer(TinyGlad.parts());
        GladException e = assertThrows(GladException.class, () -> composer.compose(clash, Placement.cpu()));
        assertTrue(e.getMessage().contains("16 wide") && e.getMessage().contains("\"24\""), e.getMessage());
        PartSpec adapter = TinyGlad.part("sd15-lcm", "{'text_adapter': true, " + SMALL.get("sd15-lcm") + "}");
        try (Model model = composer.compose(with(fits, narrow, adapter), Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 1)) {
            assertTrue(model.parameters().stream().anyMatch(p -> p.name().equals("text_adapter.weight")));
            session.start(TinyGlad.frame(0), TARGET, "a red box");
            assertTrue(session.next(TinyGlad.frame(1)).box().isValid());
        }
    }

    @Test
    void headsThatDontDivideTheBackbonesWidthAreRefusedWithBoth() {
        ModelSpec fits = new Swap("fast-itpn-base", "none", "none", 256, "center").spec(true);
        ModelSpec clash = new ModelSpec(fits.text(), fits.diffusion(), fits.backbone(),
                TinyGlad.part("glad-decoder", "{'heads': 12}"), fits.head(), fits.templateSize(), fits.searchSize());
        GladException e = assertThrows(GladException.class,
                () -> new Composer(TinyGlad.parts()).compose(clash, Placement.cpu()));
        assertTrue(e.getMessage().contains("\"12\"") && e.getMessage().contains("token width, which is 32"), e.getMessage());
    }

    private static ModelSpec with(ModelSpec spec, PartSpec text, PartSpec diffusion) {
        return new ModelSpec(text, diffusion, spec.backbone(), spec.fusion(), spec.head(), spec.templateSize(),
                spec.searchSize());
    }
}
