package glad.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging: makes a list of changes that together have an effect shorter, until the effect is gone whichever single one is left
 * out. Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input" (2002), algorithm ddmin.
 */
final class FewestChanges {

    private FewestChanges() {}

    /**
     * Returns such a list.
     *
     * @param all changes that have the effect
     * @param effect tells whether some have it; changes that don't go together haven't
     */
    static <T> List<T> of(List<T> all, Predicate<List<T>> effect) {
        List<T> left = List.copyOf(all);
        int parts = 2;
        while (left.size() > 1) {
            List<T> shorter = shorter(left, Math.min(parts, left.size()), effect);
            if (shorter.size() < left.size()) {
                left = shorter;
                parts = Math.max(2, parts - 1);
            } else if (parts >= left.size()) {
                return left;
            } else {
                parts *= 2;
            }
        }
        return left;
    }

    /** Tries each part of a list, then the list without each part; returns the list itself where none has the effect. */
    private static <T> List<T> shorter(List<T> left, int parts, Predicate<List<T>> effect) {
        List<List<T>> rests = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = part * left.size() / parts;
            int to = (part + 1) * left.size() / parts;
            List<T> some = left.subList(from, to);
            if (effect.test(some)) {
                return List.copyOf(some);
            }
            List<T> rest = new ArrayList<>(left.subList(0, from));
            rest.addAll(left.subList(to, left.size()));
            rests.add(rest);
        }
        return parts == 2 ? left : rests.stream().filter(effect).findFirst().orElse(left);
    }
}
