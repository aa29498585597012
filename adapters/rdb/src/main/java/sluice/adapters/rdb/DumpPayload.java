package sluice.adapters.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import sluice.protocol.Value;

/** Cuts values out of the file in the form that DUMP gives and RESTORE takes: type, bytes, version, checksum. */
final class DumpPayload {
    /** Of a damaged value that is bigger than this, only the beginning is kept. */
    static final int KEPT_MAX = 64 << 20;

    private static final int SMALL_BUFFER = 1 << 12;

    private final FileChannel channel;
    private final long size;
    private final int version;

    DumpPayload(FileChannel channel, long size, int version) {
        this.channel = channel;
        this.size = size;
        this.version = version;
    }

    /** Reads a module's value, which begins where the file stands. */
    Value module(RdbInput input) throws IOException {
        long begin = input.offset();
        new ValueSkipper(input).skipModule();
        return new Value.ModuleValue(of(ValueType.MODULE, begin, input.offset()));
    }

    /** A value that could not be decoded, and where it ends. */
    Damaged damaged(ValueType type, long begin, String why) throws IOException {
        RdbInput again = new RdbInput(channel, size, SMALL_BUFFER);
        again.seek(begin, 0);
        new ValueSkipper(again).skip(type);
        long end = again.offset();
        boolean whole = end - begin <= KEPT_MAX;
        String reason = whole
                ? why
                : why + "; of its " + (end - begin) + " bytes at offset " + begin + " the first " + KEPT_MAX
                        + " are kept";
        byte[] payload = of(type, begin, whole ? end : begin + KEPT_MAX);
        return new Damaged(new Value.Undecodable(type.kind(), payload, reason), end);
    }

    private byte[] of(ValueType type, long begin, long end) throws IOException {
        long length = end - begin;
        byte[] payload = RdbInput.allocate(1 + length + Short.BYTES + Long.BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) type.code());
        buffer.limit(1 + (int) length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, begin + buffer.position() - 1) < 0) {
                throw new UnreadableException("the file ends there");
            }
        }
        buffer.limit(payload.length);
        buffer.putShort((short) version);
        buffer.putLong(Crc64.update(0, payload, 0, buffer.position()));
        return payload;
    }

    record Damaged(Value value, long end) {}
}
