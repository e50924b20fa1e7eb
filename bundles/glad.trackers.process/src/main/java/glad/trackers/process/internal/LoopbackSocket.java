package glad.trackers.process.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A socket on the loopback address that a program connects to, once; its port is free until then. */
final class LoopbackSocket implements Connection {

    /** The address that programs know by heart: they are told the port alone. */
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    private final ServerSocket server;
    private final CompletableFuture<Socket> connected = new CompletableFuture<>();

    /** Begins to listen. */
    LoopbackSocket() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByAddress(ADDRESS));
    }

    /** Returns where it listens. */
    int port() {
        return server.getLocalPort();
    }

    @Override
    public InputStream in() throws IOException {
        try (server) {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            connected.complete(socket);
            return socket.getInputStream();
        } catch (IOException e) {
            connected.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public OutputStream out() throws IOException, InterruptedException {
        return socket().getOutputStream();
    }

    private Socket socket() throws IOException, InterruptedException {
        try {
            return connected.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Closing the stream would close the other way as well, and lose what wasn't read yet. */
    @Override
    public void end() throws IOException {
        if (connected.isDone() && !connected.isCompletedExceptionally()) {
            connected.join().shutdownOutput();
        }
    }

    /** Listens no more, if nobody has connected yet. */
    void stopListening() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that was never used closes", e);
        }
    }

    @Override
    public void close() {
        stopListening();
        connected.whenComplete((socket, problem) -> {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                // The program is at its end; so is the socket.
            }
        });
    }
}
