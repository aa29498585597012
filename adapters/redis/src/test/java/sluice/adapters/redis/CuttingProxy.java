package sluice.adapters.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between client and server, and cuts every connection once so many bytes of replies went through. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int port;
    private final AtomicLong left;

    CuttingProxy(int port, long replyBytes) throws IOException {
        this.port = port;
        this.left = new AtomicLong(replyBytes);
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> copy(client, server, false));
                Thread.ofVirtual().start(() -> copy(server, client, true));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void copy(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[1 << 10];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (counted && left.addAndGet(-read) < 0) {
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // One side went away: the other goes, too.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
