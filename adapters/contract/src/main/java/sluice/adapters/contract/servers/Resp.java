package sluice.adapters.contract.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small blocking client of the Redis protocol (RESP2), for tests. Arguments are {@code byte[]}, or anything whose
 * text is meant; replies are {@code byte[]} (bulk), {@link String} (status), {@link Long}, {@link List} or null.
 * Belongs to one thread.
 */
public final class Resp implements AutoCloseable {
    private static final int PIPELINE = 200;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private Resp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    /** Connects to a server on the loopback interface. */
    @SuppressWarnings("AddressSelection")
    public static Resp connect(int port) {
        try {
            return new Resp(new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot connect to port " + port, failure);
        }
    }

    /** Sends one command and waits for its reply; throws {@link Failure} when the server refuses it. */
    public @Nullable Object call(Object... command) {
        try {
            write(command);
            out.flush();
            Object reply = read();
            if (reply instanceof Failure failure) {
                throw failure;
            }
            return reply;
        } catch (IOException failure) {
            throw new UncheckedIOException("lost the server", failure);
        }
    }

    /** The reply of {@link #call} as text; for replies that are a status or readable bytes. */
    public String text(Object... command) {
        Object reply = call(command);
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    /** Whether the server knows this command. */
    public boolean knows(String command) {
        return call("COMMAND", "INFO", command) instanceof List<?> known && known.getFirst() != null;
    }

    /** Sends many commands and throws the first {@link Failure} after all were answered; replies are dropped. */
    public void pipeline(List<Object[]> commands) {
        try {
            Failure first = null;
            for (int from = 0; from < commands.size(); from += PIPELINE) {
                List<Object[]> some = commands.subList(from, Math.min(commands.size(), from + PIPELINE));
                for (Object[] command : some) {
                    write(command);
                }
                out.flush();
                for (int i = 0; i < some.size(); i++) {
                    first = read() instanceof Failure failure && first == null ? failure : first;
                }
            }
            if (first != null) {
                throw first;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("lost the server", failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(Object[] command) throws IOException {
        out.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (Object argument : command) {
            byte[] bytes =
                    argument instanceof byte[] raw ? raw : argument.toString().getBytes(StandardCharsets.UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write('\r');
            out.write('\n');
        }
    }

    private @Nullable Object read() throws IOException {
        int type = in.read();
        String line = readLine();
        return switch (type) {
            case '+' -> line;
            case '-' -> new Failure(line);
            case ':' -> Long.valueOf(line);
            case '$' -> readBulk(Integer.parseInt(line));
            case '*' -> readList(Integer.parseInt(line));
            case -1 -> throw new EOFException("the server closed the connection");
            default -> throw new IOException("unexpected reply " + (char) type + line);
        };
    }

    private byte @Nullable [] readBulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        in.skipNBytes(2);
        return bytes;
    }

    private @Nullable List<@Nullable Object> readList(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(read());
        }
        return list;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }

    /** What the server answered instead of a reply; the message is the server's own. */
    public static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
