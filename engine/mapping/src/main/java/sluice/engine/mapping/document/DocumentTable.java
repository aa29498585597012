package sluice.engine.mapping.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.json.Utf8;
import sluice.protocol.Cell;
import sluice.protocol.Row;
import sluice.protocol.Schema;

/** The table of the layout {@code document}. */
public final class DocumentTable {
    public static final String NAME = "redis_document";

    /** Keys are all different, so that nothing collides. */
    public static final Schema.Table SHAPE = new Schema.Table(
            NAME,
            List.of(
                    new Schema.Column("db", Schema.Type.INTEGER, true),
                    new Schema.Column("key", Schema.Type.ANY, true),
                    new Schema.Column("type", Schema.Type.TEXT, true),
                    new Schema.Column("value", Schema.Type.ANY, true),
                    new Schema.Column("expires_at", Schema.Type.INTEGER, false)),
            List.of("key", "db"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Schema.Collisions(Schema.Policy.FIRST, null),
            Schema.Existing.REFUSE);

    private DocumentTable() {}

    /** The cells of a key whose value was encoded. */
    public static @Nullable Object[] cells(Row row, Object value) {
        return new @Nullable Object[] {
            (long) row.key().db(),
            text(row.key().name()),
            new Cell(row.value().kind().word().getBytes(US_ASCII)),
            value,
            row.expiresAt() == Row.NEVER ? null : (Object) row.expiresAt()
        };
    }

    /** Text where the bytes are text. */
    static Object text(byte[] bytes) {
        return Utf8.isText(bytes) ? new Cell(bytes) : bytes;
    }
}
