package sluice.adapters.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a port without the driver, which drops what it cannot read without a word, what it has to say. A server that has
 * no connection left says so unasked, and closes.
 */
final class Greeting {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int UNASKED_MILLIS = 200;
    private static final int LINE_MAX = 200;

    private Greeting() {}

    /** The beginning of what is said there; empty when nothing can be heard. */
    static String of(String host, int port, Duration patience) {
        try (Socket socket = new Socket()) {
            int millis = Math.toIntExact(patience.toMillis());
            socket.connect(new InetSocketAddress(host, port), millis);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(UNASKED_MILLIS);
            try {
                return line(in);
            } catch (SocketTimeoutException waitsForUs) {
                socket.setSoTimeout(millis);
                socket.getOutputStream().write(PING);
                return line(in);
            }
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Whether something said this, and not as a Redis does. */
    static boolean isForeign(String said) {
        return !said.isEmpty() && said.charAt(0) != '+' && said.charAt(0) != '-';
    }

    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r' && c != '\n' && line.length() < LINE_MAX; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
