package glad.ablate;

import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which combinations of factors' levels are run; the experiment without any change always is. */
public enum Design {

    /** Each level of each factor alone. */
    ONE_AT_A_TIME,
    /** Every combination of the levels. */
    GRID,
    /** The first levels of all factors, their second levels, and so on. */
    ZIP,
    /** The combinations that the file lists, which are levels of a single factor. */
    LIST,
    /** All factors at their only level, and all but one of them. */
    LEAVE_ONE_OUT,
    /** Some combinations of the grid, drawn by a fixed seed without replacement. */
    RANDOM;

    /** Returns the name in files: {@code one-at-a-time}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the variants of a sweep, the one without any change first, each once; none of a sweep without an experiment. */
    static List<Variant> variants(Sweep sweep) {
        if (sweep.experiment().isEmpty()) {
            return List.of();
        }
        Variant plain = Variant.plain(sweep.plain());
        Set<Variant> variants = new LinkedHashSet<>(List.of(plain));
        List<Factor> factors = sweep.factors();
        switch (sweep.design()) {
            case ONE_AT_A_TIME, LIST -> factors.forEach(factor -> variants.addAll(grid(plain, List.of(factor))));
            case GRID -> variants.addAll(grid(plain, factors));
            case ZIP -> {
                for (int i = 0; i < factors.get(0).levels().size(); i++) {
                    Variant variant = plain;
                    for (Factor factor : factors) {
                        variant = variant.with(factor, factor.levels().get(i));
                    }
                    variants.add(variant);
                }
            }
            case LEAVE_ONE_OUT -> {
                variants.addAll(grid(plain, factors));
                factors.forEach(left -> variants.addAll(grid(plain, factors.stream().filter(factor -> factor != left).toList())));
            }
            case RANDOM -> variants.addAll(drawn(grid(plain, factors), sweep.samples()));
        }
        sweep.interactions().forEach(names -> variants.addAll(grid(plain, factors.stream().filter(factor -> names.contains(factor.name())).toList())));
        variants.removeIf(variant -> sweep.exclude().stream().anyMatch(rule -> fits(rule, variant)));
        return List.copyOf(variants);
    }

    private static List<Variant> grid(Variant plain, List<Factor> factors) {
        List<Variant> grid = List.of(plain);
        for (Factor factor : factors) {
            List<Variant> finer = new ArrayList<>();
            grid.forEach(variant -> factor.levels().forEach(level -> finer.add(variant.with(factor, level))));
            grid = finer;
        }
        return grid;
    }

    private static List<Variant> drawn(List<Variant> grid, int samples) {
        List<Variant> left = new ArrayList<>(grid);
        SeededRandom random = new SeededRandom(1);
        List<Variant> drawn = new ArrayList<>();
        while (drawn.size() < samples && !left.isEmpty()) {
            drawn.add(left.remove(random.below(left.size())));
        }
        return drawn;
    }

    private static boolean fits(Map<String, String> rule, Variant variant) {
        return rule.entrySet().stream().allMatch(e -> e.getValue().equals(variant.levels().get(e.getKey())));
    }
}
