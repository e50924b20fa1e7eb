package glad.ablate;

import glad.api.GladException;
import glad.api.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a sweep file's baseline names: an experiment, a tracker that is none, or a run that is there. Experiments hide trackers of the same
 * name, which hide runs, as everywhere; what the file itself calls so comes before them.
 *
 * @param experiments names of experiments
 * @param trackers ids of trackers that are no experiments
 * @param run tells whether there is a run of a name
 */
record BaselineName(List<String> experiments, List<String> trackers, Predicate<String> run) {

    /** Copies the lists. */
    BaselineName {
        experiments = List.copyOf(experiments);
        trackers = List.copyOf(trackers);
    }

    /**
     * Returns a sweep whose baseline is known. One that names what is varied apart is compared with something else; one that doesn't may
     * still be, if nothing is varied.
     *
     * @throws GladException (usage) if there is nothing of that name, or it has no options to vary
     */
    Sweep resolved(Sweep sweep) {
        boolean apart = !sweep.against().equals(Variant.BASELINE);
        String name = apart ? sweep.against() : sweep.experiment();
        boolean own = sweep.trackers().contains(name) || sweep.results().containsKey(name);
        if (!own && (experiments.contains(name) || name.endsWith(".yaml"))) {
            if (apart && !name.equals(sweep.experiment())) {
                throw GladException.usage("baseline \"" + name + "\" of the sweep is an experiment, and \"experiment\" names another one; expected a"
                        + " tracker or a run as the baseline, or the experiment alone, with a factor whose levels change it");
            }
            return sweep.against(Variant.BASELINE, name, sweep.trackers(), sweep.results());
        }
        if (!own && !trackers.contains(name) && !run.test(name)) {
            throw GladException.usage(Names.unknown("experiment, tracker or run", name,
                    Stream.concat(experiments.stream(), trackers.stream()).toList()));
        }
        if (!apart && (!sweep.factors().isEmpty() || !sweep.changes().isEmpty())) {
            throw GladException.usage("baseline \"" + name + "\" of the sweep is no experiment, whose keys factors could change; name one by"
                    + " \"experiment\" beside it");
        }
        List<String> other = new ArrayList<>(sweep.trackers());
        Map<String, List<String>> theirs = new LinkedHashMap<>(sweep.results());
        if (!own && trackers.contains(name)) {
            other.add(name);
        } else if (!own) {
            theirs.put(name, List.of(name));
        }
        String varied = apart ? sweep.experiment() : "";
        if (varied.isEmpty() && other.isEmpty()) {
            throw GladException.usage("the sweep has nothing to run, only results; ./glad analyze --results compares those");
        }
        return sweep.against(name, varied, other, theirs);
    }
}
