import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands to a server, many at a time; the first that it refuses ends the program. */
final class Redis implements AutoCloseable {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int BATCH_COMMANDS = 2_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream(2 * BATCH_BYTES);
    private int commands;

    private Redis(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static Redis connect(URI uri) throws IOException {
        if (!"redis".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("not an address like redis://[user[:password]@]host[:port][/db]");
        }
        Redis redis = new Redis(new Socket(uri.getHost(), uri.getPort() < 0 ? 6379 : uri.getPort()));
        if (uri.getUserInfo() != null) {
            String[] words = uri.getUserInfo().split(":", 2);
            redis.ask("AUTH", words[0].isEmpty() ? "default" : words[0], words.length > 1 ? words[1] : "");
        }
        if (uri.getPath().length() > 1) {
            redis.ask("SELECT", uri.getPath().substring(1));
        }
        return redis;
    }

    String ask(String... words) throws IOException {
        add(List.of(words).stream().map(Redis::bytes).toList());
        out.write(batch.toByteArray());
        batch.reset();
        commands = 0;
        return reply();
    }

    void send(String command, String key, List<String> more) throws IOException {
        List<byte[]> words = new ArrayList<>(List.of(bytes(command), bytes(key)));
        more.forEach(word -> words.add(bytes(word)));
        add(words);
        if (batch.size() > BATCH_BYTES || commands == BATCH_COMMANDS) {
            flush();
        }
    }

    void sendBytes(byte[] key, byte[] value) throws IOException {
        add(List.of(bytes("SET"), key, value));
    }

    private void add(List<byte[]> words) throws IOException {
        batch.write(bytes("*" + words.size() + "\r\n"));
        for (byte[] word : words) {
            batch.write(bytes("$" + word.length + "\r\n"));
            batch.write(word);
            batch.write(bytes("\r\n"));
        }
        commands++;
    }

    void flush() throws IOException {
        batch.writeTo(out);
        batch.reset();
        for (; commands > 0; commands--) {
            reply();
        }
    }

    private String reply() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            line.append((char) c);
        }
        if (line.charAt(0) == '-') {
            throw new IOException(
                    "the server refused a command: " + line.toString().trim());
        }
        // XADD answers with the id, on a line of its own.
        return line.charAt(0) == '$' ? reply() : line.toString().trim();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
