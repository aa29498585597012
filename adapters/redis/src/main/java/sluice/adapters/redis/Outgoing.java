package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a pipeline that gathers, as they go to the server. Belongs to one thread at a time. */
final class Outgoing {
    private static final int FIRST_BYTES = 16 << 10;

    /** What is bigger is not kept for the next pipeline. */
    private static final int KEPT_BYTES = 1 << 20;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** Begins a command that has so many arguments behind its name. */
    void begin(CommandType name, int arguments) {
        head('*', arguments + 1);
        argument(name.getBytes());
    }

    void argument(byte[] argument) {
        head('$', argument.length);
        room(argument.length + 2);
        System.arraycopy(argument, 0, bytes, size, argument.length);
        size += argument.length;
        endLine();
    }

    void argument(long number) {
        argument(Long.toString(number));
    }

    void argument(String text) {
        argument(text.getBytes(StandardCharsets.UTF_8));
    }

    private void head(char kind, int count) {
        room(16);
        bytes[size++] = (byte) kind;
        int digits = 1;
        for (int rest = count; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = count;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        endLine();
    }

    private void endLine() {
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** Gives what has gathered, and begins anew; the same bytes are used again once the pipeline is answered. */
    ByteBuf take() {
        ByteBuf taken = Unpooled.wrappedBuffer(bytes, 0, size);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        size = 0;
        return taken;
    }
}
