package glad.pages.internal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between HTTP and {@link Pages}: asks the {@link Guard} first, and sends each answer with what a browser is to know of it. */
public final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Guard guard;
    private final transient Pages pages;

    /** Makes one. */
    public PageServlet(Guard guard, Pages pages) {
        this.guard = guard;
        this.pages = pages;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = guard.refusal(request).map(refusal -> pages.refused(refusal.status(), refusal.reason())).orElseGet(() -> pages.answer(question(request)));
        response.setStatus(answer.status());
        response.setContentType(answer.type());
        response.setHeader("Content-Security-Policy", answer.policy());
        response.setHeader("X-Content-Type-Options", "nosniff");
        // Not "no-referrer", under which browsers don't say whose form it is that they send.
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
        if (!answer.location().isEmpty()) {
            response.setHeader("Location", answer.location());
        }
        if (answer.length() >= 0) {
            response.setContentLength(answer.length());
        }
        if (!request.getMethod().equals("HEAD")) {
            answer.body().write(response.getOutputStream());
        }
    }

    private static Question question(HttpServletRequest request) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, all) -> values.put(name, Arrays.asList(all)));
        String path = request.getPathInfo();
        return new Question(path == null ? "/" : path, request.getMethod().equals("POST"), values);
    }
}
