package sluice.adapters.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that listens but is no Redis: gives the same answer to every command, or none. */
final class LineServer implements AutoCloseable {
    private final ServerSocket listener;
    private final String answer;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param answer empty for one that never answers */
    LineServer(String answer) throws IOException {
        this.answer = answer;
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void answer(Socket socket) {
        byte[] buffer = new byte[1 << 12];
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                long commands = new String(buffer, 0, read, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '*')
                        .count();
                out.write(answer.repeat(Math.max(1, (int) commands)).getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (IOException closed) {
            // The client went away.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
