package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.pages.OpenPages;
import glad.pages.PageServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Pages as Felix HTTP serves them. */
class PagesTest {

    private final BundleContext context = FrameworkUtil.getBundle(PagesTest.class).getBundleContext();
    private final PageServer server = TestBundles.service(context, PageServer.class);
    private final HttpClient client = HttpClient.newHttpClient();

    private int status(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static List<InetAddress> others() throws IOException {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            Collections.list(each.getInetAddresses()).stream().filter(address -> !address.isLoopbackAddress()).forEach(others::add);
        }
        return others;
    }

    private static boolean listens(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void pagesAreOnTheLoopbackAddressOnlyAndOnlyWhileTheyAreOpen() throws Exception {
        URI address;
        try (OpenPages pages = server.open(0, false, List.of())) {
            address = pages.address();
            assertEquals("127.0.0.1", address.getHost());
            assertEquals(200, status(address));
            assertEquals(200, status(address.resolve("runs")));
            assertEquals(200, status(address.resolve("style.css")));
            assertEquals(404, status(address.resolve("/")));
            assertEquals(404, status(address.resolve("/another-token/runs")));
            for (InetAddress other : others()) {
                assertFalse(listens(other, address.getPort()), "listens on " + other);
            }
            GladException twice = assertThrows(GladException.class, () -> server.open(0, false, List.of()));
            assertTrue(twice.getMessage().contains("open already"), twice.getMessage());
            assertEquals(200, status(address), "the pages that were open stay so");
        }
        assertThrows(ConnectException.class, () -> status(address));
        try (OpenPages again = server.open(address.getPort(), true, List.of())) {
            assertEquals(address.getPort(), again.address().getPort());
            assertEquals(404, status(address), "the token is another one");
            assertEquals(200, status(again.address()));
        }
    }

    /** Felix HTTP by itself would listen on every address as soon as its bundle starts. */
    @Test
    void nothingListensUnasked() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "skipped: this system doesn't tell who listens");
        assertEquals(Bundle.ACTIVE, TestBundles.find(context, "org.apache.felix.http.jetty12").getState());
        Set<String> before = listening();
        assertFalse(before.stream().anyMatch(socket -> socket.endsWith(":8080")), "" + before);
        try (OpenPages pages = server.open(0, false, List.of())) {
            Set<String> more = new TreeSet<>(listening());
            more.removeAll(before);
            assertEquals(1, more.size(), "" + more);
            String socket = more.iterator().next();
            // As Linux writes 127.0.0.1, in a socket of IPv4 or one of IPv6.
            assertTrue(socket.matches("(0{16}FFFF0000)?0100007F:" + pages.address().getPort()), socket);
        }
        assertEquals(before, listening());
    }

    /** Returns addresses and ports on which this process listens. */
    private static Set<String> listening() throws IOException {
        Set<String> own = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                try {
                    own.add(Files.readSymbolicLink(file).toString());
                } catch (NoSuchFileException e) {
                    // it was closed meanwhile
                }
            }
        }
        Set<String> sockets = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.exists(Path.of(table)) ? Files.readAllLines(Path.of(table)) : List.<String>of()) {
                String[] words = line.strip().split("\\s+");
                if (words[3].equals("0A") && own.contains("socket:[" + words[9] + "]")) {
                    String[] local = words[1].split(":");
                    sockets.add(local[0] + ":" + Integer.parseInt(local[1], 16));
                }
            }
        }
        return sockets;
    }
}
