package sluice.adapters.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a port without the driver, which drops what it cannot read without a word, whether Redis' protocol is spoken.
 */
final class Greeting {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private Greeting() {}

    /** True when something answers, and not as a Redis does. */
    static boolean isForeign(String host, int port, Duration patience) {
        try (Socket socket = new Socket()) {
            int millis = Math.toIntExact(patience.toMillis());
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(PING);
            int first = socket.getInputStream().read();
            return first >= 0 && first != '+' && first != '-';
        } catch (IOException unknown) {
            return false;
        }
    }
}
