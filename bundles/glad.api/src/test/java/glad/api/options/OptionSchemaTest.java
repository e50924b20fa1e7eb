package glad.api.options;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionSchemaTest {

    private final OptionSchema schema = OptionSchema.of(
            Option.integer("depth", 12, 1, 48, "number of blocks"),
            Option.number("eps", 1e-6, 0, 1, "stability"),
            Option.flag("bias", true, "with bias"),
            Option.choice("stem", "patch", List.of("patch", "conv"), "first layers"),
            Option.integers("channels", List.of(320L, 640L), 1, 4096, "width per level"));

    @Test
    void absentKeysTakeTheirDefaults() {
        Options options = schema.read("backbone \"x\"", null);
        assertEquals(12, options.integer("depth"));
        assertEquals("patch", options.text("stem"));
        assertArrayEquals(new int[] {320, 640}, options.integers("channels"));
    }

    @Test
    void givenValuesWinAndTheIdIsIgnored() throws JsonProcessingException {
        Options options = read("{\"id\": \"x\", \"depth\": 4, \"bias\": false, \"channels\": [8, 16]}");
        assertEquals(4, options.integer("depth"));
        assertEquals(false, options.flag("bias"));
        assertArrayEquals(new int[] {8, 16}, options.integers("channels"));
    }

    @Test
    void anUnknownKeyNamesTheNearestAndAllOthers() {
        GladException e = assertThrows(GladException.class, () -> read("{\"dept\": 4}"));
        assertEquals(2, e.exitCode());
        assertEquals("unknown option of backbone \"x\" \"dept\"; did you mean \"depth\"? "
                + "Known: bias, channels, depth, eps, stem", e.getMessage());
    }

    @Test
    void aWrongValueIsQuotedWithWhatIsAccepted() {
        assertFault("{\"depth\": 0}", "option \"depth\" of backbone \"x\" is \"0\"; expected a whole number in 1..48");
        assertFault("{\"depth\": \"many\"}", "\"many\"; expected a whole number");
        assertFault("{\"stem\": \"cone\"}", "\"cone\"; expected one of patch, conv");
        assertFault("{\"channels\": 3}", "expected a list of whole numbers");
        assertFault("{\"bias\": 1}", "expected true or false");
    }

    @Test
    void presetsChangeDefaultsOnly() {
        Options options = schema.withDefaults(Map.of("depth", 24)).read("x", null);
        assertEquals(24, options.integer("depth"));
        assertEquals("patch", options.text("stem"));
    }

    private void assertFault(String json, String expected) {
        GladException e = assertThrows(GladException.class, () -> read(json));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    private Options read(String json) throws JsonProcessingException {
        return schema.read("backbone \"x\"", new JsonMapper().readTree(json));
    }
}
