package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.backbone.mae.internal.MaeVitFactory;
import glad.none.internal.NoTextFactory;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final Parts parts = new Parts();
    private final MaeVitFactory any = new MaeVitFactory();

    @Test
    void listsEverythingByKindAndId() {
        parts.offer(PartKind.BACKBONE, "mae-vit", any, "glad.backbone.mae");
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "glad.none");
        assertEquals(2, parts.list().size());
        PartInfo first = parts.list().get(0);
        assertEquals("text/none/glad.none", first.kind().key() + "/" + first.id() + "/" + first.provider());
        PartInfo second = parts.list().get(1);
        assertTrue(second.options().options().stream().anyMatch(o -> o.key().equals("depth")));
    }

    @Test
    void aFactoryOfAnotherKindIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> parts.offer(PartKind.HEAD, "mae-vit", any, "b"));
    }
}
