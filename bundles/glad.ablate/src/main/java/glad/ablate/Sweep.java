package glad.ablate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ablation as its file has it.
 *
 * @param name the file's name without its ending
 * @param experiment what is varied; empty if nothing is
 * @param changes of the experiment before any factor is set, {@code KEY=VALUE} each
 * @param factors what is varied
 * @param design which combinations of the factors' levels are run
 * @param interactions names of factors whose levels are also combined with each other
 * @param exclude combinations that are left out: those that have all levels of one of these maps, labels by factor
 * @param samples how many combinations {@link Design#RANDOM} draws
 * @param seeds of each variant's repetitions
 * @param data what everything is evaluated on
 * @param trackers ids of trackers that are no experiments, computed as more variants
 * @param results runs that are there already, as more variants by label: their ids below the folder for results, or paths
 * @param against label of what everything is compared with: {@link Variant#BASELINE} is the experiment without any change; else one of the
 *     trackers or of the results
 * @param trains whether every variant is trained, as its experiment's {@code training} says, and evaluated with the weights of that
 * @param margin less than which counts as no difference, in the metric's unit
 */
public record Sweep(String name, String experiment, List<String> changes, List<Factor> factors, Design design,
        List<List<String>> interactions, List<Map<String, String>> exclude, int samples, List<Long> seeds, List<Data> data,
        List<String> trackers, Map<String, List<String>> results, String against, boolean trains, double margin) {

    /** Copies the lists. */
    public Sweep {
        changes = List.copyOf(changes);
        factors = List.copyOf(factors);
        interactions = List.copyOf(interactions);
        exclude = List.copyOf(exclude);
        seeds = List.copyOf(seeds);
        data = List.copyOf(data);
        trackers = List.copyOf(trackers);
        results = new LinkedHashMap<>(results);
    }

    /** Returns what tables call the experiment without any change. */
    String plain() {
        return against.equals(Variant.BASELINE) ? against : experiment;
    }

    /** Returns this with something that is no experiment as its baseline. @param other trackers, with the baseline if it is one */
    Sweep against(String label, String varied, List<String> other, Map<String, List<String>> runs) {
        return new Sweep(name, varied, changes, factors, design, interactions, exclude, samples, seeds, data, other, runs, label, trains, margin);
    }

    /**
     * A dataset as it is evaluated on.
     *
     * @param id the dataset's id
     * @param options of the dataset, {@code KEY=VALUE} each
     * @param sequences names, in which {@code *} stands for any letters; empty for all
     */
    public record Data(String id, List<String> options, List<String> sequences) {

        /** Copies the lists. */
        public Data {
            options = List.copyOf(options);
            sequences = List.copyOf(sequences);
        }

        /** Returns what tables call it: {@code procedural, seed=2}. */
        public String label() {
            return options.isEmpty() ? id : id + ", " + String.join(", ", options);
        }
    }
}
