package glad.pages.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.pages.ChosenTarget;
import glad.pages.FirstFrame;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of a track as an HTTP client gets it. */
@Timeout(300)
class PreviewPagesTest {

    private static final String ROOT = "/" + Served.TOKEN;
    private static final String EVIL = "<script>alert(1)</script>\"'&";

    private final MotionJpeg motion = new MotionJpeg();
    private final CompletableFuture<ChosenTarget> target = new CompletableFuture<>();

    private static byte[] jpeg(int rgb) throws IOException {
        BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillRect(0, 0, 160, 120);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    private Served asking() throws Exception {
        return new Served(new PreviewPages(ROOT, "video.mp4", Optional.of(new FirstFrame(jpeg(0x204060), 160, 120, EVIL, true)), motion, target), "");
    }

    private Served known() throws Exception {
        return new Served(new PreviewPages(ROOT, EVIL, Optional.empty(), motion, target), "the target is known");
    }

    @Test
    void aPersonIsAskedForTheTargetOnce() throws Exception {
        try (Served served = asking()) {
            HttpResponse<String> page = served.get("/");
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains("width=\"160\" height=\"120\"") && page.body().contains("<form"), page.body());
            assertFalse(page.body().contains(EVIL), page.body());
            assertTrue(page.headers().firstValue("Content-Security-Policy").orElseThrow().contains("script-src 'self'"));
            assertEquals(200, served.get("/mouse.js").statusCode());
            assertArrayEquals(jpeg(0x204060), bytes(served, "/frame.jpg"));
            for (String wrong : List.of("x=1&y=2&w=ten&h=4", "x=1&y=2&w=0&h=4", "x=1&y=200&w=3&h=4", "x=1&y=2&w=300&h=4", "x=NaN&y=2&w=3&h=4", "")) {
                HttpResponse<String> refused = served.post("/", wrong + "&text=kept");
                assertEquals(400, refused.statusCode(), wrong);
                assertTrue(refused.body().contains("role=\"alert\"") && refused.body().contains("value=\"kept\""), refused.body());
            }
            assertFalse(target.isDone());
            HttpResponse<String> taken = served.post("/", "x=10.5&y=20&w=30&h=40&text=+a+red+ball+");
            assertEquals(303, taken.statusCode());
            assertEquals(ROOT + "/", taken.headers().firstValue("Location").orElseThrow());
            assertEquals(new ChosenTarget(new Box(10.5, 20, 30, 40), "a red ball"), target.get());
            HttpResponse<String> again = served.post("/", "x=1&y=2&w=3&h=4");
            assertTrue(again.statusCode() == 400 && again.body().contains("chosen before"), again.body());
            HttpResponse<String> shown = served.get("/");
            assertTrue(shown.body().contains(ROOT + "/motion") && shown.body().contains("a red ball") && !shown.body().contains("<form"), shown.body());
        }
    }

    @Test
    void whoHasAnotherTokenSeesAndChangesNothing() throws Exception {
        try (Served served = asking()) {
            for (String path : List.of("/", "/frame.jpg", "/motion", "/mouse.js")) {
                HttpResponse<String> none = served.get("x" + path);
                assertEquals(404, none.statusCode(), path);
                assertFalse(none.body().contains("video.mp4"), none.body());
            }
            assertEquals(405, served.post("x/", "x=1&y=2&w=3&h=4").statusCode(), "Jetty's own answer: nobody is there");
            assertEquals(0, motion.viewers());
            assertFalse(target.isDone());
        }
    }

    @Test
    void whereTheTargetIsKnownNothingCanBeChangedAndNoScriptRuns() throws Exception {
        try (Served served = known()) {
            HttpResponse<String> page = served.get("/");
            assertTrue(page.body().contains(ROOT + "/motion") && !page.body().contains("<script"), page.body());
            assertFalse(page.headers().firstValue("Content-Security-Policy").orElseThrow().contains("script-src"));
            assertEquals(403, served.post("/", "x=1&y=2&w=3&h=4").statusCode());
            assertEquals(404, served.get("/frame.jpg").statusCode());
            assertEquals(404, served.get("/runs").statusCode());
            assertFalse(target.isDone());
        }
    }

    @Test
    void framesFollowEachOtherAndTheLastOnesComeBeforeTheEnd() throws Exception {
        byte[] one = jpeg(0xff0000);
        byte[] two = jpeg(0x00ff00);
        try (Served served = known(); InputStream in = stream(served)) {
            motion.show(one);
            assertArrayEquals(one, part(in));
            assertEquals(1, motion.viewers());
            motion.show(two);
            assertArrayEquals(two, part(in));
            motion.show(one);
            motion.end();
            assertArrayEquals(one, part(in));
            assertArrayEquals(one, part(in), "browsers show an image when the next begins");
            assertEquals("", new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    /** One viewer takes nothing at all: frames are dropped for it, another one sees all that it has time for. */
    @Test
    void aSlowViewerHoldsUpNobody() throws Exception {
        byte[] large = Arrays.copyOf(jpeg(0xff0000), 1 << 20);
        try (Served served = known(); Socket slow = new Socket("127.0.0.1", served.port()); InputStream in = stream(served)) {
            slow.getOutputStream().write(("GET " + ROOT + "/motion HTTP/1.1\r\nHost: 127.0.0.1:" + served.port() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (motion.viewers() < 2) {
                Thread.sleep(1);
            }
            long worst = 0;
            for (int i = 0; i < 20; i++) {
                long moment = System.nanoTime();
                motion.show(large);
                worst = Math.max(worst, System.nanoTime() - moment);
                assertArrayEquals(large, part(in));
            }
            assertTrue(worst < 1e9, worst + " ns");
        }
    }

    @Test
    void noMoreThanAFewWindowsWatch() throws Exception {
        try (Served served = known()) {
            List<InputStream> windows = Stream.generate(() -> stream(served)).limit(8).toList();
            while (motion.viewers() < 8) {
                Thread.sleep(1);
            }
            assertEquals(503, served.get("/motion").statusCode());
            motion.end();
            for (InputStream window : windows) {
                window.close();
            }
        }
    }

    private static byte[] bytes(Served served, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(served.uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private static InputStream stream(Served served) {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(served.uri("/motion")).build(), HttpResponse.BodyHandlers.ofInputStream()).join();
        assertEquals(MotionJpeg.TYPE, response.headers().firstValue("Content-Type").orElseThrow());
        return response.body();
    }

    /** Reads the next image as its length says. */
    private static byte[] part(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n") || !head.toString().contains("Content-Length: ")) {
            head.append((char) in.read());
        }
        byte[] jpeg = in.readNBytes(Integer.parseInt(head.toString().strip().replaceAll("(?s).*Content-Length: ", "")));
        byte[] boundary = in.readNBytes("\r\n--frame".length());
        assertEquals("\r\n--frame", new String(boundary, StandardCharsets.US_ASCII));
        return jpeg;
    }
}
