package sluice.benchmarks.floor;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands held rows over to the floor in C. Numbers are big-endian; a text is its length in four bytes and its bytes.
 * First the number of tables, then for each its name, its statement and its number of columns; then the index's
 * statement; then the number of groups, and for each the number of its table, of its rows and its weight, and its
 * cells: a tag of one byte ({@code 0} null, {@code i} integer and {@code d} double of eight bytes, {@code t} text,
 * {@code b} blob).
 */
final class FlatFile {
    private static final List<Table> TABLES = List.of(Table.values());

    private final DataOutputStream out;

    private FlatFile(DataOutputStream out) {
        this.out = out;
    }

    static void write(List<Group> groups, Path path) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 20))) {
            FlatFile file = new FlatFile(out);
            file.writeTables();
            out.writeInt(groups.size());
            for (Group group : groups) {
                file.write(group);
            }
        }
    }

    private void writeTables() throws IOException {
        out.writeInt(TABLES.size());
        for (Table table : TABLES) {
            write(table.sqlName().getBytes(StandardCharsets.UTF_8));
            write(table.ddl().getBytes(StandardCharsets.UTF_8));
            out.writeInt(table.columns());
        }
        write(Table.INDEX.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Group group) throws IOException {
        out.writeInt(TABLES.indexOf(group.table()));
        out.writeInt(group.rows());
        out.writeInt((int) group.bytes());
        int width = group.table().columns();
        for (int at = 0; at < group.cells().length; at++) {
            write(group.cells()[at], (group.casts() >> (at % width) & 1) != 0);
        }
    }

    private void write(@Nullable Object cell, boolean text) throws IOException {
        switch (cell) {
            case null -> out.writeByte('0');
            case Long number -> {
                out.writeByte('i');
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte('d');
                out.writeDouble(number);
            }
            case String string -> {
                out.writeByte('t');
                write(string.getBytes(StandardCharsets.UTF_8));
            }
            case byte[] bytes -> {
                out.writeByte(text ? 't' : 'b');
                write(bytes);
            }
            default -> throw new IllegalArgumentException("a cell of " + cell.getClass());
        }
    }

    private void write(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
