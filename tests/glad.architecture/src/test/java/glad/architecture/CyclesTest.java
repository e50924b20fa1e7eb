package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A package and the internal ones below it count as one: an exported type may rest on what it hides. */
class CyclesTest {

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(Sources.ALL.classes());
    }

    @Test
    void internalPackagesCountAsTheirExportedOne() {
        assertEquals(List.of("glad.nn", "glad.nn.numbers", "glad.packed"), List.of(Packages.exported("glad.nn"),
                Packages.exported("glad.nn.numbers.internal"), Packages.exported("glad.packed.internal")));
    }

    private static final class Packages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(exported(type.getPackageName()));
        }

        @Override
        public String getDescription() {
            return "packages, each with its internal ones";
        }

        private static String exported(String name) {
            return name.replaceFirst("\\.internal(\\..*)?$", "");
        }
    }
}
