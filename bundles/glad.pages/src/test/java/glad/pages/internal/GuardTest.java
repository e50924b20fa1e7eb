package glad.pages.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @TempDir
    private Path folder;

    @Test
    void onlyWhoKnowsTheTokenSeesAnything() throws Exception {
        try (Served served = new Served(folder, List.of(), true)) {
            String host = "Host: 127.0.0.1:" + served.port();
            assertTrue(served.raw("GET /" + Served.TOKEN + "/runs HTTP/1.1", host).contains(" 200 "));
            assertTrue(served.raw("GET / HTTP/1.1", host).contains(" 404 "));
            assertTrue(served.raw("GET /runs HTTP/1.1", host).contains(" 404 "));
            assertTrue(served.raw("GET /" + Served.TOKEN.substring(1) + "/runs HTTP/1.1", host).contains(" 404 "));
        }
        assertTrue(Guard.newToken().matches("[\\w-]{24}"));
        assertNotEquals(Guard.newToken(), Guard.newToken());
    }

    /** A site may let a name of its own lead to 127.0.0.1, and ask from the browser of somebody who looks at it. */
    @Test
    void otherNamesOfThisMachineAreRefused() throws Exception {
        try (Served served = new Served(folder, List.of(), false)) {
            String get = "GET /" + Served.TOKEN + "/runs HTTP/1.1";
            assertTrue(served.raw(get, "Host: localhost:" + served.port()).contains(" 200 "));
            for (String host : List.of("evil.example", "evil.example:" + served.port(), "127.0.0.1", "127.0.0.1:1", "127.0.0.1." + served.port())) {
                assertTrue(served.raw(get, "Host: " + host).contains(" 403 "), host);
            }
        }
    }

    @Test
    void changesAreRefusedToOtherSitesAndWithoutControl() throws Exception {
        String post = "POST /" + Served.TOKEN + "/job?id=x&do=hold HTTP/1.1";
        try (Served served = new Served(folder, List.of(), true)) {
            String host = "Host: 127.0.0.1:" + served.port();
            String origin = "Origin: http://127.0.0.1:" + served.port();
            // There is no such job: who gets so far was let in.
            assertTrue(served.raw(post, host, FORM, "Content-Length: 0", origin).contains(" 400 "));
            assertTrue(served.raw(post, host, FORM, "Content-Length: 0", origin, "Sec-Fetch-Site: same-origin").contains(" 400 "));
            assertTrue(served.raw(post, host, FORM, "Content-Length: 0").contains(" 403 "));
            assertTrue(served.raw(post, host, FORM, "Content-Length: 0", "Origin: null").contains(" 403 "));
            assertTrue(served.raw(post, host, FORM, "Content-Length: 0", "Origin: http://evil.example").contains(" 403 "));
            assertTrue(served.raw(post, host, FORM, "Content-Length: 0", origin, "Sec-Fetch-Site: cross-site").contains(" 403 "));
            assertTrue(served.raw("PUT /" + Served.TOKEN + "/job HTTP/1.1", host, "Content-Length: 0", origin).contains(" 405 "));
            assertTrue(served.raw("GET /" + Served.TOKEN + "/job?id=x&do=hold HTTP/1.1", host).contains(" 400 "));
        }
        try (Served served = new Served(folder, List.of(), false)) {
            assertTrue(served.raw(post, "Host: 127.0.0.1:" + served.port(), FORM, "Content-Length: 0", "Origin: http://127.0.0.1:" + served.port())
                    .contains(" 403 "));
            assertTrue(served.post("/job", "id=x&do=hold").body().contains("--control"));
        }
    }

    @Test
    void aPortThatIsTakenIsToldSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            GladException refused = assertThrows(GladException.class, () -> LoopbackHttp.free(taken.getLocalPort()));
            assertTrue(refused.getMessage().contains("port \"" + taken.getLocalPort() + "\" can't be listened on"), refused.getMessage());
        }
        assertEquals(2, assertThrows(GladException.class, () -> LoopbackHttp.free(70_000)).exitCode());
        assertEquals(2, assertThrows(GladException.class, () -> LoopbackHttp.free(-1)).exitCode());
    }
}
