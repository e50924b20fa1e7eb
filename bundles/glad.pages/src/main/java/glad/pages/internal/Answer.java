package glad.pages.internal;

import java.nio.charset.StandardCharsets;

/**
 * What a browser gets.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param policy what the browser may do with it, a Content-Security-Policy
 * @param location where to go on; empty if this is shown
 * @param body what is shown
 */
record Answer(int status, String type, String policy, String location, byte[] body) {

    /** Nothing from anywhere but the style sheet; forms lead back here. */
    private static final String OWN = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** A file that was written by a run, perhaps somebody else's: it is shown as if it came from nowhere, and runs nothing. */
    private static final String FOREIGN = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    static Answer page(int status, String html) {
        return new Answer(status, "text/html; charset=utf-8", OWN, "", html.getBytes(StandardCharsets.UTF_8));
    }

    static Answer style(byte[] css) {
        return new Answer(200, "text/css; charset=utf-8", OWN, "", css);
    }

    static Answer file(String type, byte[] content) {
        return new Answer(200, type, FOREIGN, "", content);
    }

    /** Sends the browser on, so that loading the page again doesn't do again what was done. */
    static Answer seeOther(String location) {
        return new Answer(303, "text/plain; charset=utf-8", OWN, location, new byte[0]);
    }
}
