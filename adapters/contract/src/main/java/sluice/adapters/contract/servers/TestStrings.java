package sluice.adapters.contract.servers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Strings of every encoding, names of any bytes, and keys in other databases. */
final class TestStrings {
    /** 2100-01-01T00:00:00.123Z. */
    static final long FAR = 4_102_444_800_123L;

    private static final byte[] INVALID_UTF8 = {(byte) 0xff, (byte) 0xfe, 'x', (byte) 0xc3, 0x28};
    private static final byte[] WITH_NUL = {'a', 0, 'b', 0};

    private TestStrings() {}

    static void addTo(List<Row> rows, TestKeyspace.Scale scale) {
        for (int i = 0; i < scale.plain(); i++) {
            rows.add(string(0, bytes("plain:" + i), bytes("value " + i), i % 7 == 0 ? FAR + i : Row.NEVER));
            rows.add(string(1, bytes("other:" + i), bytes("{\"id\": " + i + "}"), Row.NEVER));
        }
        rows.add(string(9, bytes("ninth"), bytes("alone"), Row.NEVER));
        rows.add(string(9, bytes("plain:1"), bytes("same name, other database"), FAR));
        rows.add(string(0, bytes("string:empty"), new byte[0], Row.NEVER));
        rows.add(string(0, new byte[0], bytes("the key without a name"), Row.NEVER));
        rows.add(string(0, bytes(" "), bytes(" "), Row.NEVER));
        rows.add(string(0, bytes("string:int"), bytes("12345"), Row.NEVER));
        rows.add(string(0, bytes("string:negative"), bytes("-9223372036854775808"), FAR));
        rows.add(string(0, bytes("string:not-int"), bytes("00012345"), Row.NEVER));
        rows.add(string(0, bytes("string:44"), bytes("x".repeat(44)), Row.NEVER));
        rows.add(string(0, bytes("string:45"), bytes("y".repeat(45)), Row.NEVER));
        rows.add(string(0, bytes("string:compressible"), bytes("abcabcabd".repeat(500)), Row.NEVER));
        rows.add(string(0, bytes("string:unicode ä€𝄞"), bytes("ä€𝄞\u2028"), Row.NEVER));
        rows.add(string(0, bytes("string:nul"), WITH_NUL, Row.NEVER));
        rows.add(string(0, WITH_NUL, bytes("a name with NUL"), FAR + 1));
        rows.add(string(0, bytes("string:invalid"), INVALID_UTF8, Row.NEVER));
        rows.add(string(0, INVALID_UTF8, bytes("a name that is not UTF-8"), Row.NEVER));
        for (int b = 0; b < 256; b++) {
            rows.add(string(0, new byte[] {'b', ':', (byte) b, '\r', '\n'}, new byte[] {(byte) b}, Row.NEVER));
        }
        rows.add(string(0, bytes("string:page"), random(65_536), Row.NEVER));
        rows.add(string(0, bytes("string:page+1"), random(65_537), Row.NEVER));
        rows.add(string(0, bytes("string:1MB"), random(1 << 20), FAR + 2));
        rows.add(string(0, random(3_000), bytes("a long name"), Row.NEVER));
    }

    static Row string(int db, byte[] name, byte[] content, long expiresAt) {
        return whole(db, name, new Value.StringValue(content), expiresAt);
    }

    static Row whole(int db, byte[] name, Value value, long expiresAt) {
        return new Row(new Key(db, name), value, expiresAt, Row.UNKNOWN, Part.WHOLE);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same bytes for the same length. */
    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
