package glad.pages.internal;

import glad.api.GladException;
import glad.api.Reason;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Felix HTTP, listening on the loopback address for one servlet. Its bundle is started and configured only for that: as it comes it would
 * listen on every address of the machine.
 */
public final class LoopbackHttp implements AutoCloseable {

    private static final String BUNDLE = "org.apache.felix.http.jetty12";
    /** Whose configuration the bundle takes, and what its settings begin with. */
    private static final String PID = "org.apache.felix.http";
    /** By this property whiteboard and servlet find each other, and nobody else. */
    private static final String PAGES = "glad.pages";
    private static final String HOST = "127.0.0.1";
    private static final long PATIENCE_MILLIS = 30_000;

    private final URI address;
    private final Bundle server;
    private final boolean ours;
    private final Configuration configuration;
    private ServiceRegistration<Servlet> registration;

    private LoopbackHttp(URI address, Bundle server, Configuration configuration) {
        this.address = address;
        this.server = server;
        this.configuration = configuration;
        ours = server.getState() != Bundle.ACTIVE;
    }

    /** Returns a port that is free on the loopback address. @throws GladException (usage) if the one that is wanted isn't */
    public static int free(int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), wanted));
            return socket.getLocalPort();
        } catch (IllegalArgumentException | IOException e) {
            throw GladException.usage("port \"" + wanted + "\" can't be listened on: " + Reason.of(e)
                    + "; expected one in [1, 65535] that no other program has, or 0 for any that is free");
        }
    }

    /** Starts listening. @param port as {@link #free} returns it */
    public static LoopbackHttp open(BundleContext context, ConfigurationAdmin configurations, int port, String token, Servlet servlet) {
        Bundle server = Stream.of(context.getBundles()).filter(bundle -> BUNDLE.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow(() -> GladException.failure("bundle " + BUNDLE + " isn't installed, which serves the pages"));
        LoopbackHttp http = null;
        try {
            Configuration configuration = configurations.getConfiguration(PID, "?");
            if (configuration.getProperties() != null) {
                throw GladException.usage("pages are open already in this process; end that first");
            }
            http = new LoopbackHttp(URI.create("http://" + HOST + ":" + port + "/" + token + "/"), server, configuration);
            http.start(context, port, token, servlet);
            return http;
        } catch (IOException | BundleException e) {
            close(http);
            throw GladException.failure("the pages can't be served: " + Reason.of(e), e);
        } catch (RuntimeException e) {
            close(http);
            throw e;
        }
    }

    private static void close(LoopbackHttp http) {
        if (http != null) {
            http.close();
        }
    }

    private void start(BundleContext context, int port, String token, Servlet servlet) throws IOException, BundleException {
        Dictionary<String, Object> settings = new Hashtable<>();
        settings.put(PID + ".enable", true);
        settings.put(PID + ".host", HOST);
        settings.put("org.osgi.service.http.port", port);
        settings.put("org.apache.felix.https.enable", false);
        settings.put("org.apache.felix.http.jetty.sendServerHeader", false);
        settings.put("org.apache.felix.http.runtime.init." + PAGES, token);
        configuration.update(settings);
        server.start(Bundle.START_TRANSIENT);
        String mine = "(" + PAGES + "=" + token + ")";
        check(await(context, mine));
        Dictionary<String, Object> pages = new Hashtable<>();
        pages.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_TARGET, mine);
        pages.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME, PAGES);
        pages.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN, "/" + token + "/*");
        registration = context.registerService(Servlet.class, servlet, pages);
        awaitAnswer();
    }

    /** Waits until the servlet answers; the server may take it, and its settings once more, in a thread of its own. */
    private void awaitAnswer() throws IOException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw GladException.failure("the server of the pages doesn't answer within " + PATIENCE_MILLIS / 1000 + " s");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw GladException.failure("stopped while the server of the pages was starting", e);
            }
        }
    }

    private boolean answers() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        try {
            // Refused by the servlet at once, whatever its pages cost.
            connection.setRequestMethod("OPTIONS");
            return connection.getResponseCode() != HttpURLConnection.HTTP_NOT_FOUND;
        } catch (ConnectException e) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    /** Waits for the server with our settings; the bundle takes them in a thread of its own. */
    private static ServiceReference<HttpServiceRuntime> await(BundleContext context, String mine) {
        ServiceTracker<HttpServiceRuntime, HttpServiceRuntime> runtimes = null;
        try {
            runtimes = new ServiceTracker<>(context,
                    FrameworkUtil.createFilter("(&(objectClass=" + HttpServiceRuntime.class.getName() + ")" + mine + ")"), null);
            runtimes.open();
            if (runtimes.waitForService(PATIENCE_MILLIS) == null) {
                throw GladException.failure("bundle " + BUNDLE + " doesn't listen within " + PATIENCE_MILLIS / 1000 + " s");
            }
            return runtimes.getServiceReference();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GladException.failure("stopped while the server of the pages was starting", e);
        } finally {
            if (runtimes != null) {
                runtimes.close();
            }
        }
    }

    private void check(ServiceReference<HttpServiceRuntime> runtime) {
        Object value = runtime.getProperty(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT);
        List<String> endpoints = value instanceof Collection<?> many ? many.stream().map(String::valueOf).toList()
                : value instanceof String[] many ? Arrays.asList(many) : List.of(String.valueOf(value));
        String own = "http://" + HOST + ":" + address.getPort() + "/";
        if (!endpoints.equals(List.of(own))) {
            throw GladException.failure("the server of the pages listens on " + endpoints + " instead of \"" + own + "\" alone, and was closed");
        }
    }

    /** Returns where it listens, with the token. */
    public URI address() {
        return address;
    }

    /** Stops listening. */
    @Override
    public void close() {
        try {
            if (registration != null) {
                registration.unregister();
            }
            // Settings reach the bundle in a thread of its own; stopping it closes the port before this returns.
            server.stop(Bundle.STOP_TRANSIENT);
            configuration.delete();
            if (!ours) {
                server.start(Bundle.START_TRANSIENT);
            }
        } catch (IOException | BundleException e) {
            throw GladException.failure("the server of the pages can't be stopped: " + Reason.of(e), e);
        } catch (IllegalStateException e) {
            // The framework is stopping, and took all of it back.
        }
    }
}
