package glad.datasets.procedural.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns the folder of a stamp into one plain word for its kind. */
final class StampCategory {

    /** Folder prefix, word; the longest prefix decides. A folder that isn't listed holds nothing of use here. */
    private static final String[][] WORDS = {
        {"animals", "animal"}, {"animals/amphibians", "frog"}, {"animals/birds", "bird"},
        {"animals/dinosaur", "animal"}, {"animals/fish", "fish"}, {"animals/insects", "insect"},
        {"animals/mammals/apes", "monkey"}, {"animals/mammals/aquatic", "whale"}, {"animals/mammals/bears", "bear"},
        {"animals/mammals/bovines", "cow"}, {"animals/mammals/camel", "camel"}, {"animals/mammals/cats", "cat"},
        {"animals/mammals/deer", "deer"}, {"animals/mammals/dogs", "dog"}, {"animals/mammals/equines", "horse"},
        {"animals/mammals/rodents", "mouse"}, {"animals/shellfish", "shell"}, {"cartoon", "toy"},
        {"clothes", "clothes"}, {"clothes/armor", "helmet"}, {"clothes/hats", "hat"}, {"food", "food"},
        {"food/dessert", "cake"}, {"food/fruit", "fruit"}, {"food/nuts", "nut"}, {"food/vegetables", "vegetable"},
        {"hobbies", "thing"}, {"hobbies/music", "instrument"}, {"household", "thing"}, {"household/dishes", "cup"},
        {"household/tools", "tool"}, {"household/arttools", "tool"}, {"medical", "thing"}, {"military", "person"},
        {"military/ammunition", "thing"}, {"military/vehicles", "vehicle"}, {"people", "person"},
        {"people/body_parts", "thing"}, {"people/toys", "toy"}, {"plants", "plant"}, {"plants/flowers", "flower"},
        {"plants/mushrooms", "mushroom"}, {"plants/trees", "tree"}, {"seasonal", "thing"},
        {"seasonal/christmas", "toy"}, {"seasonal/easter", "toy"}, {"space", "thing"}, {"space/moon", "planet"},
        {"space/planets", "planet"}, {"sports", "ball"}, {"sports/cartoon", "ball"}, {"symbols/chess", "piece"},
        {"symbols/faces", "face"}, {"symbols/money/canadian", "coin"}, {"symbols/money/euro", "coin"},
        {"symbols/money/us", "coin"}, {"symbols/money/japanese", "coin"}, {"town", "house"}, {"town/flags", "flag"},
        {"town/houses", "house"}, {"town/monuments", "statue"}, {"town/roadsigns", "sign"}, {"vehicles", "vehicle"},
        {"vehicles/auto", "car"}, {"vehicles/construction", "truck"}, {"vehicles/cycle", "bike"},
        {"vehicles/emergency", "car"}, {"vehicles/farming", "truck"}, {"vehicles/flight", "plane"},
        {"vehicles/locomotive", "train"}, {"vehicles/masstransit", "bus"}, {"vehicles/race", "car"},
        {"vehicles/ship", "ship"}};

    private StampCategory() {}

    /** Returns the word for a folder such as {@code animals/birds/cartoon}, or null where stamps are of no use. */
    static String of(String folder) {
        String[] best = null;
        for (String[] entry : WORDS) {
            if ((folder + "/").startsWith(entry[0] + "/") && (best == null || entry[0].length() > best[0].length())) {
                best = entry;
            }
        }
        return best == null ? null : best[1];
    }

    /** Returns all words, each once. */
    static List<String> words() {
        Set<String> words = new LinkedHashSet<>();
        for (String[] entry : WORDS) {
            words.add(entry[1]);
        }
        return new ArrayList<>(words);
    }
}
