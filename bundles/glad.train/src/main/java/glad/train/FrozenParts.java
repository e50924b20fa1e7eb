package glad.train;

import glad.api.model.Parameter;
import glad.runtime.Model;
import glad.runtime.PartKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a stage that no gradient has to pass: they compute in inference.
 *
 * @param kinds of text encoder, diffusion module and backbone, those that hold nothing to train and see nothing trained
 * @param given those of them that initial weights fill wholly and no stage trains: they keep no fp32 masters, and neither checkpoints nor
 *     the trained weights hold what can be had from those files
 */
record FrozenParts(Set<PartKind> kinds, Set<PartKind> given) {

    /**
     * Finds them.
     *
     * @param trained what the stage trains of the model
     * @param number the stage's, from 0
     */
    static FrozenParts of(Model model, Map<String, Parameter> trained, TrainingSpec spec, int number) {
        Set<PartKind> kinds = EnumSet.noneOf(PartKind.class);
        boolean text = holds(model, PartKind.TEXT, trained);
        if (!text) {
            kinds.add(PartKind.TEXT);
        }
        if (!text && !holds(model, PartKind.DIFFUSION, trained)) {
            kinds.add(PartKind.DIFFUSION);
        }
        if (!holds(model, PartKind.BACKBONE, trained)) {
            kinds.add(PartKind.BACKBONE);
        }
        Set<PartKind> given = EnumSet.noneOf(PartKind.class);
        kinds.stream().filter(kind -> isGiven(kind, spec, number)).forEach(given::add);
        return new FrozenParts(kinds, given);
    }

    private static boolean holds(Model model, PartKind kind, Map<String, Parameter> trained) {
        return model.parameters(kind).stream().anyMatch(p -> p.learned() && trained.containsKey(p.name()));
    }

    private static boolean isGiven(PartKind kind, TrainingSpec spec, int number) {
        for (int i = 0; i < spec.stages().size(); i++) {
            if (i != number && spec.stages().get(i).goal().factory().trains().contains(kind.key())) {
                return false;
            }
        }
        return spec.initial().stream().anyMatch(initial -> initial.fills().contains(kind.key()));
    }

    /** Returns the parameters that checkpoints hold. */
    List<Parameter> stored(Model model) {
        return without(given, model);
    }

    /** Returns the parameters of all but some kinds of parts. */
    static List<Parameter> without(Set<PartKind> kinds, Model model) {
        return Arrays.stream(PartKind.values()).filter(kind -> !kinds.contains(kind))
                .flatMap(kind -> model.parameters(kind).stream()).toList();
    }

    /** Returns the references of the initial weights that fill or change some kinds of parts. */
    static List<String> references(TrainingSpec spec, Set<PartKind> kinds) {
        return spec.initial().stream().filter(initial -> initial.fills().isEmpty()
                || kinds.stream().anyMatch(kind -> initial.fills().contains(kind.key()))).map(InitialWeights::file).toList();
    }
}
