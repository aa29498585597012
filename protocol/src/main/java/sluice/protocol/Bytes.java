package sluice.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** How bytes of any content are shown to people. */
public final class Bytes {
    private static final int SHOWN_MAX = 200;

    private Bytes() {}

    /**
     * The text where the bytes are readable UTF-8; otherwise each unreadable byte as {@code \xNN}. Long ones are cut.
     */
    public static String show(byte[] bytes) {
        if (bytes.length <= SHOWN_MAX && isReadable(bytes)) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN_MAX); i++) {
            appendEscaped(shown, bytes[i]);
        }
        return bytes.length > SHOWN_MAX
                ? shown.append("… (").append(bytes.length).append(" bytes)").toString()
                : shown.toString();
    }

    private static void appendEscaped(StringBuilder shown, byte b) {
        if (b >= ' ' && b < 0x7f && b != '\\') {
            shown.append((char) b);
        } else {
            shown.append("\\x").append(HexFormat.of().toHexDigits(b));
        }
    }

    private static boolean isReadable(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .noneMatch(c -> Character.isISOControl(c) || c == '\\' || c == 0x2028 || c == 0x2029);
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
