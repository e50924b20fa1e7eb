package glad.pages.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a browser gets.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param policy what the browser may do with it, a Content-Security-Policy
 * @param location where to go on; empty if this is shown
 * @param length of the body in bytes; -1 for one that goes on for as long as it likes
 * @param body what is shown
 */
record Answer(int status, String type, String policy, String location, int length, Body body) {

    /** Nothing from anywhere but the style sheet; forms lead back here. */
    private static final String OWN = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** The same for a page with a script of ours. */
    private static final String SCRIPTED = OWN + "; script-src 'self'";
    /** A file that was written by a run, perhaps somebody else's: it is shown as if it came from nowhere, and runs nothing. */
    private static final String FOREIGN = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private static final int ENDLESS = -1;

    /** Writes what is shown. */
    @FunctionalInterface
    interface Body {

        /** Writes it. @throws IOException if the browser takes no more */
        void write(OutputStream out) throws IOException;
    }

    private static Answer of(int status, String type, String policy, byte[] body) {
        return new Answer(status, type, policy, "", body.length, out -> out.write(body));
    }

    static Answer page(int status, String html) {
        return of(status, "text/html; charset=utf-8", OWN, html.getBytes(StandardCharsets.UTF_8));
    }

    static Answer scriptedPage(int status, String html) {
        return of(status, "text/html; charset=utf-8", SCRIPTED, html.getBytes(StandardCharsets.UTF_8));
    }

    static Answer style(byte[] css) {
        return of(200, "text/css; charset=utf-8", OWN, css);
    }

    static Answer script(byte[] javaScript) {
        return of(200, "text/javascript; charset=utf-8", OWN, javaScript);
    }

    static Answer image(byte[] jpeg) {
        return of(200, "image/jpeg", OWN, jpeg);
    }

    static Answer motion(MotionJpeg motion) {
        return new Answer(200, MotionJpeg.TYPE, OWN, "", ENDLESS, motion::write);
    }

    static Answer file(String type, byte[] content) {
        return of(200, type, FOREIGN, content);
    }

    /** Sends the browser on, so that loading the page again doesn't do again what was done. */
    static Answer seeOther(String location) {
        return new Answer(303, "text/plain; charset=utf-8", OWN, location, 0, out -> { });
    }
}
