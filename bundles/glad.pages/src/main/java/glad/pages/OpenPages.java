package glad.pages;

import glad.pages.internal.LoopbackHttp;
import java.net.URI;

/** Pages that are open until this is closed. */
public final class OpenPages implements AutoCloseable {

    private final LoopbackHttp http;

    OpenPages(LoopbackHttp http) {
        this.http = http;
    }

    /** Returns where they are, with the token: {@code http://127.0.0.1:8080/TOKEN/}. */
    public URI address() {
        return http.address();
    }

    /** Stops listening. */
    @Override
    public void close() {
        http.close();
    }
}
