package glad.pages.internal;

import glad.jobs.JobQueue;
import glad.runs.RunStore;
import jakarta.servlet.Servlet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Pages of a folder for results, served by Jetty on a real port as Felix HTTP has it, without a framework. */
final class Served implements AutoCloseable {

    static final String TOKEN = "token-of-this-test";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server;
    private final int port;

    Served(Path runs, List<Path> trainings, boolean control) throws Exception {
        this(new Site("/" + TOKEN, RunStore.in(runs), JobQueue.in(runs), trainings, control), control ? "" : "--control is missing");
    }

    Served(Pages pages, String readOnly) throws Exception {
        port = LoopbackHttp.free(0);
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ServletContextHandler context = new ServletContextHandler();
        Servlet servlet = new PageServlet(new Guard(port, readOnly), pages);
        context.addServlet(new ServletHolder(servlet), "/" + TOKEN + "/*");
        server.setHandler(context);
        server.start();
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + "/" + TOKEN + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a form as a browser does that shows these pages. */
    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + port).POST(HttpRequest.BodyPublishers.ofString(form)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a request byte by byte, as no well-behaved client does, and returns the answer's first line. */
    String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)).readLine();
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
