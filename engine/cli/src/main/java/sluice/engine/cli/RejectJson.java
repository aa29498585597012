package sluice.engine.cli;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Bytes;
import sluice.protocol.Reject;
import sluice.protocol.Row;

/**
 * A slice of a reject as scripts read it.
 *
 * @param key readable, with unreadable bytes escaped; {@code keyBase64} has the bytes themselves
 * @param expiresAt Unix milliseconds, or null
 * @param payload in base64
 */
record RejectJson(
        String key,
        String keyBase64,
        int db,
        String type,
        @Nullable Long expiresAt,
        String origin,
        String reason,
        int part,
        String encoding,
        @Nullable String payload) {
    static RejectJson of(Reject reject) {
        byte[] payload = reject.payload();
        return new RejectJson(
                Bytes.show(reject.key().name()),
                Base64.getEncoder().encodeToString(reject.key().name()),
                reject.key().db(),
                reject.kind().word(),
                reject.expiresAt() == Row.NEVER ? null : reject.expiresAt(),
                reject.origin(),
                reject.reason(),
                reject.part(),
                reject.encoding(),
                payload == null ? null : Base64.getEncoder().encodeToString(payload));
    }
}
