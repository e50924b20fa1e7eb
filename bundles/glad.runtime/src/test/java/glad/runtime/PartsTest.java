package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.backbone.mae.internal.MaeVitBaseFactory;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.text.clip.internal.NoTextFactory;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final Parts parts = new Parts();
    private final MaeVitFactory any = new MaeVitFactory();

    @Test
    void anUnknownIdListsTheKnownOnesAndTheNearest() {
        parts.offer(PartKind.BACKBONE, "mae-vit", any, "glad.backbone.mae");
        parts.offer(PartKind.BACKBONE, "mae-vit-base", new MaeVitBaseFactory(), "glad.backbone.mae");
        GladException e = assertThrows(GladException.class, () -> parts.factory(PartKind.BACKBONE, "mae-vit-bas"));
        assertEquals("unknown backbone \"mae-vit-bas\"; did you mean \"mae-vit-base\"? Known: mae-vit, mae-vit-base",
                e.getMessage());
        assertEquals(2, e.exitCode());
    }

    @Test
    void aPartThatWasRemovedNamesItsFormerBundle() {
        parts.offer(PartKind.BACKBONE, "mae-vit", any, "glad.backbone.mae");
        parts.withdraw(PartKind.BACKBONE, "mae-vit", any);
        GladException e = assertThrows(GladException.class, () -> parts.factory(PartKind.BACKBONE, "mae-vit"));
        assertTrue(e.getMessage().startsWith("no backbone \"mae-vit\": it was offered by bundle glad.backbone.mae until"
                + " that was removed"), e.getMessage());
        parts.offer(PartKind.BACKBONE, "mae-vit", any, "glad.backbone.mae");
        assertSame(any, parts.factory(PartKind.BACKBONE, "mae-vit"));
    }

    @Test
    void theOneThatCameLastIsUsedAndTheOtherTakesOverWhenItGoes() {
        MaeVitFactory update = new MaeVitFactory();
        parts.offer(PartKind.BACKBONE, "mae-vit", any, "old");
        parts.offer(PartKind.BACKBONE, "mae-vit", update, "new");
        assertSame(update, parts.factory(PartKind.BACKBONE, "mae-vit"));
        parts.withdraw(PartKind.BACKBONE, "mae-vit", update);
        assertSame(any, parts.factory(PartKind.BACKBONE, "mae-vit"));
    }

    @Test
    void listsEverythingByKindAndId() {
        parts.offer(PartKind.BACKBONE, "mae-vit", any, "glad.backbone.mae");
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "glad.text.clip");
        assertEquals(2, parts.list().size());
        PartInfo first = parts.list().get(0);
        assertEquals("text/none/glad.text.clip", first.kind().key() + "/" + first.id() + "/" + first.provider());
        PartInfo second = parts.list().get(1);
        assertTrue(second.options().options().stream().anyMatch(o -> o.key().equals("depth")));
    }

    @Test
    void aFactoryOfAnotherKindIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> parts.offer(PartKind.HEAD, "mae-vit", any, "b"));
    }
}
