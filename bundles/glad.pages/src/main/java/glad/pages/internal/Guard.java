package glad.pages.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask for what. The token in the address keeps other users of the machine out; here stay out pages of other sites that a browser on
 * this machine shows, be it by a name that they let lead to the loopback address, or by a form that they send here.
 */
public final class Guard {

    private static final int TOKEN_BYTES = 18;

    private final Set<String> hosts;
    private final String readOnly;

    /**
     * Makes one.
     *
     * @param port on which the pages are
     * @param readOnly why nothing can be changed; empty if something can
     */
    public Guard(int port, String readOnly) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.readOnly = readOnly;
    }

    /** Returns a token that can't be guessed, of letters, digits, minus and underscore. */
    public static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns why a request is refused; empty if it isn't. */
    Optional<Refusal> refusal(HttpServletRequest request) {
        String host = String.valueOf(request.getHeader("Host")).toLowerCase(Locale.ROOT);
        if (!loopback(request.getRemoteAddr()) || !loopback(request.getLocalAddr()) || !hosts.contains(host)) {
            return refused(403, "these pages are for browsers on this machine; expected the address that ./glad printed");
        }
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> Optional.empty();
            case "POST" -> change(request, host);
            default -> refused(405, "method \"" + request.getMethod() + "\" isn't known here; expected GET or POST");
        };
    }

    private Optional<Refusal> change(HttpServletRequest request, String host) {
        if (!readOnly.isEmpty()) {
            return refused(403, readOnly);
        }
        String site = request.getHeader("Sec-Fetch-Site");
        boolean own = ("http://" + host).equals(request.getHeader("Origin")) && (site == null || site.equals("same-origin"));
        return own ? Optional.empty() : refused(403, "a change was asked for by another site; expected a form of these pages");
    }

    private static Optional<Refusal> refused(int status, String reason) {
        return Optional.of(new Refusal(status, reason));
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** An HTTP status, and what it means here. */
    record Refusal(int status, String reason) {}
}
