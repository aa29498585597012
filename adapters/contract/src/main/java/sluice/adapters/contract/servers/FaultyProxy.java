package sluice.adapters.contract.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server on the loopback interface, and does to their connections what networks do: ends
 * them in order or by a reset, in the middle of a reply, lets them fall silent, refuses new ones, or is slow. Safe for
 * use by several threads.
 */
public final class FaultyProxy implements AutoCloseable {
    /** How a connection comes to its end. */
    public enum Cut {
        /** Closed in order (FIN). */
        CLOSED,
        /** Reset (RST). */
        RESET,
        /** Half open: stays, and nothing passes any more. */
        SILENT
    }

    private static final int PIECE_BYTES = 16 << 10;

    private final int serverPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private final int port;
    private long passed;
    private long made;
    private int cuts;
    private @Nullable Trap trap;
    private volatile int bytesPerSecond;

    /** What to do when. A cut happens before the word, or behind the byte, that it waits for. */
    private record Trap(long atByte, String atWord, Cut how) {}

    /** Opens a port of its own in front of the server's. */
    public FaultyProxy(int serverPort) {
        this.serverPort = serverPort;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        serve(listener);
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Cuts every connection now. */
    public void cut(Cut how) {
        links.forEach(link -> end(link, how));
    }

    /** Cuts every connection once so many more bytes of replies have passed, in the middle of whatever they are. */
    public synchronized void cutAfter(long replyBytes, Cut how) {
        trap = new Trap(passed + replyBytes, "", how);
    }

    /** Cuts the next connection that sends this word, before it arrives. */
    public synchronized void cutWhenAsked(String word, Cut how) {
        trap = new Trap(Long.MAX_VALUE, word, how);
    }

    /** Refuses connections from now on, and resets the ones there are. */
    public synchronized void refuse() {
        close(listener);
        cut(Cut.RESET);
    }

    /** Takes connections again. */
    public synchronized void restore() {
        listener = listen(port);
        serve(listener);
    }

    /** Lets no more than so many bytes of replies through each second, on each connection; 0 lets all through. */
    public void slow(int bytesPerSecondAtMost) {
        bytesPerSecond = bytesPerSecondAtMost;
    }

    /** Bytes of replies that have passed. */
    public synchronized long passed() {
        return passed;
    }

    /** How many times connections were cut by what {@link #cutAfter} or {@link #cutWhenAsked} waited for. */
    public synchronized int cuts() {
        return cuts;
    }

    /** How many connections were made. */
    public synchronized long made() {
        return made;
    }

    @Override
    public synchronized void close() {
        close(listener);
        cut(Cut.RESET);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return listener;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot listen on port " + port, failure);
        }
    }

    private void serve(ServerSocket from) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    link(from.accept());
                }
            } catch (IOException closed) {
                // Nobody is let in any more.
            }
        });
    }

    private void link(Socket client) throws IOException {
        synchronized (this) {
            made++;
        }
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
            links.add(link);
            Thread.ofVirtual().start(() -> pass(link, this::passRequests));
            Thread.ofVirtual().start(() -> pass(link, this::passReplies));
        } catch (IOException noServer) {
            reset(client);
        }
    }

    private interface Passing {
        void run(Link link) throws IOException;
    }

    private void pass(Link link, Passing passing) {
        try {
            passing.run(link);
            end(link, Cut.CLOSED);
        } catch (IOException broken) {
            end(link, Cut.RESET);
        }
    }

    private void passRequests(Link link) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        InputStream in = link.client.getInputStream();
        OutputStream out = link.server.getOutputStream();
        for (int read = in.read(piece); read >= 0 && !link.silent; read = in.read(piece)) {
            Trap sprung = springAtWord(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
            if (sprung != null) {
                end(link, sprung.how);
            }
            if (!link.silent) {
                out.write(piece, 0, read);
            }
        }
    }

    private synchronized @Nullable Trap springAtWord(String request) {
        Trap set = trap;
        if (set == null || set.atWord.isEmpty() || !request.contains(set.atWord)) {
            return null;
        }
        trap = null;
        cuts++;
        return set;
    }

    private void passReplies(Link link) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        InputStream in = link.server.getInputStream();
        OutputStream out = link.client.getOutputStream();
        for (int read = in.read(piece); read >= 0 && !link.silent; read = in.read(piece)) {
            int most = bytesPerSecond;
            Trap set = null;
            int through;
            synchronized (this) {
                through = read;
                if (trap != null && passed + read > trap.atByte) {
                    set = trap;
                    trap = null;
                    cuts++;
                    through = (int) Math.max(0, set.atByte - passed);
                }
                passed += through;
            }
            out.write(piece, 0, through);
            if (set != null) {
                cut(set.how);
            }
            if (most > 0) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(read) / most);
            }
        }
    }

    private void end(Link link, Cut how) {
        if (how == Cut.SILENT) {
            link.silent = true;
            return;
        }
        if (!link.silent || how == Cut.RESET) {
            links.remove(link);
            if (how == Cut.RESET) {
                reset(link.client);
                reset(link.server);
            } else {
                close(link.client);
                close(link.server);
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It is closed already.
        }
        close(socket);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception gone) {
            // It is closed already.
        }
    }

    private static final class Link {
        final Socket client;
        final Socket server;
        volatile boolean silent;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }
}
