package glad.bench.look;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Image;
import glad.api.model.Tokens;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.runtime.PartKind;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Tokens and feature maps in colours: those of one row of colours lie near to each other where their features do. */
final class FeaturesView {

    private static final int SIDE = 200;

    private final Seen seen;
    private final NDManager scope;
    private final Kernel colours;

    /** @param scope owner of what it computes */
    FeaturesView(Seen seen, NDManager scope) {
        this.seen = seen;
        this.scope = scope;
        colours = new Kernels(scope).get(FeaturesView.class, "principal_colours.py", Map.of());
    }

    void draw(Consumer<Shown> shown, Consumer<String> missing) {
        Sheet sheet = new Sheet(SIDE).add(seen.template(), "template").add(seen.region().image(), "search region").end();
        tokens(sheet, seen.pass().seen(), PartKind.BACKBONE);
        NDArray detail = seen.pass().seen().detail();
        if (detail != null) {
            map(sheet, detail, "a finer map");
        }
        sheet.end();
        tokens(sheet, seen.pass().fused(), PartKind.FUSION);
        sheet.end();
        for (NDArray map : seen.maps()) {
            map(sheet, map, PartKind.DIFFUSION.key() + " " + map.getShape());
        }
        if (seen.maps().isEmpty()) {
            missing.accept(seen.nothing(View.FEATURES, PartKind.DIFFUSION, "has no feature maps"));
        }
        shown.accept(new Shown("features", sheet.image()));
    }

    /** Template and search region in colours of one kind. */
    private void tokens(Sheet sheet, Tokens tokens, PartKind kind) {
        NDArray template = tokens.template().get(0);
        NDArray search = tokens.search().get(0);
        NDList both = new NDList(template, search);
        both.attach(scope);
        NDArray all = template.concat(search);
        all.attach(scope);
        float[] rgb = colours.one(false, all).toFloatArray();
        int first = 3 * seen.target().count();
        sheet.add(blocks(Arrays.copyOfRange(rgb, 0, first)), kind.key() + ": template");
        sheet.add(blocks(Arrays.copyOfRange(rgb, rgb.length - 3 * seen.search().count(), rgb.length)), kind.key() + ": search region");
    }

    private void map(Sheet sheet, NDArray map, String caption) {
        try (NDArray one = map.get(0); NDArray flat = one.reshape(one.getShape().get(0), -1); NDArray rows = flat.transpose()) {
            rows.attach(scope);
            sheet.add(blocks(colours.one(false, rows).toFloatArray()), caption);
        }
    }

    /** Returns a square of as many blocks as there are colours. */
    private static Image blocks(float[] rgb) {
        int side = (int) Math.round(Math.sqrt(rgb.length / 3.0));
        int block = Math.max(1, (SIDE + side - 1) / side);
        int size = side * block;
        byte[] pixels = new byte[3 * size * size];
        for (int i = 0; i < size * size; i++) {
            int cell = i / size / block * side + i % size / block;
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = (byte) Math.round(255 * rgb[3 * cell + c]);
            }
        }
        return new Image(size, size, pixels);
    }
}
