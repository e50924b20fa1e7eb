package glad.shell.internal.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glad.runs.StoredRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTextsTest {

    private static final StoredRun RUN = new StoredRun("cells/1d8f", new LinkedHashMap<>(Map.of("dataset", "lasot", "seed", "3", "date",
            "2026-01-02T03:04:05Z", "run", "")), new LinkedHashMap<>(Map.of("success", 61.5, "normalised-precision", 70.25)), List.of("paper"), "");

    @Test
    void valuesOfARunStandBelowEachOtherAndEmptyOnesAreLeftOut() {
        List<String> lines = RunTexts.lines(RUN).lines().toList();
        assertEquals(List.of("  dataset               lasot", "  date                  2026-01-02T03:04:05Z", "  normalised-precision  70.25",
                "  seed                  3", "  success               61.50", "  tags                  paper"), lines.stream().skip(1).sorted().toList());
    }

    @Test
    void aListTellsWhatARunWasMadeOn() {
        String text = RunTexts.table(List.of(RUN), 10, 200);
        assertEquals(List.of("id", "dataset", "seed", "tags", "date", "AUC"), List.of(text.lines().toList().get(0).strip().split(" +")), text);
        assertEquals(List.of("cells/1d8f", "lasot", "3", "paper", "2026-01-02", "61.50"), List.of(text.lines().toList().get(1).strip().split(" +")), text);
    }

    @Test
    void cellsOfASweepAreToldApartByTheirVariants() {
        StoredRun cell = new StoredRun("cells/77aa", Map.of("run", "diffusion.id=none", "dataset", "lasot"), Map.of(), List.of(), "");
        List<String> lines = RunTexts.table(List.of(RUN, cell), 10, 200).lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
        assertEquals(List.of("id run dataset seed tags date AUC", "cells/77aa diffusion.id=none lasot -"), List.of(lines.get(0), lines.get(2)));
    }
}
