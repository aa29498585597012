package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.json.PathTree;
import sluice.protocol.Row;

/**
 * Makes sources ready to be read: captures become numbers, paths become places in a tree, fields become places in a
 * list.
 *
 * @param document the paths into the value, or into an element
 * @param part the paths into an element of an array
 * @param fields the names of the fields of a hash that have to be gathered; more are added
 */
record SourceCompiler(List<String> captures, Each each, PathTree document, PathTree part, List<String> fields) {
    /** Reads a source. */
    interface Reader {
        void read(Reading reading, Found found);
    }

    Reader reader(From from) {
        return switch (from) {
            case From.Capture(String name) -> capture(captures.indexOf(name));
            case From.KeyName() -> (reading, found) -> found.bytes(reading.key.name());
            case From.Db() -> (reading, found) -> found.number(reading.key.db());
            case From.TypeWord() ->
                (reading, found) -> found.bytes(reading.kind.word().getBytes(US_ASCII));
            case From.Expiry() -> SourceCompiler::expiry;
            case From.Whole() -> SourceCompiler::content;
            case From.Element() -> SourceCompiler::content;
            case From.Path(var path) -> path(document.add(path));
            case From.Relative(var path) -> relative(part.add(path));
            case From.Field(String name) -> field(name);
            case From.FieldName() -> (reading, found) -> found.bytes(reading.fieldName);
            case From.Position() -> (reading, found) -> found.number(reading.position);
            case From.Score() -> (reading, found) -> found.real(reading.score);
            case From.EntryId() ->
                (reading, found) -> found.bytes((reading.entryMs + "-" + reading.entrySeq).getBytes(US_ASCII));
            case From.EntryMs() -> (reading, found) -> found.number(reading.entryMs);
        };
    }

    /** An empty capture is none: an id that is empty names nothing. */
    private static Reader capture(int index) {
        return (reading, found) -> {
            int from = reading.captures[2 * index];
            int to = reading.captures[2 * index + 1];
            if (from == to) {
                found.missing();
            } else {
                found.bytes(reading.key.name(), from, to, false);
            }
        };
    }

    private static void expiry(Reading reading, Found found) {
        long expiresAt = reading.partExpiresAt == Row.NEVER ? reading.expiresAt : reading.partExpiresAt;
        if (expiresAt == Row.NEVER) {
            found.none();
        } else {
            found.number(expiresAt);
        }
    }

    private static void content(Reading reading, Found found) {
        found.bytes(reading.content, 0, reading.content.length, reading.isDocument);
    }

    private static Reader path(int slot) {
        return (reading, found) -> at(reading.content, reading.places, slot, found);
    }

    private static Reader relative(int slot) {
        return (reading, found) -> at(reading.content, reading.placesInPart, slot, found);
    }

    private static void at(byte[] document, int[] ranges, int slot, Found found) {
        int from = ranges[2 * slot];
        if (from == JsonScan.MISSING) {
            found.missing();
        } else {
            found.json(document, from, ranges[2 * slot + 1]);
        }
    }

    /** Of a hash it was gathered before; of an entry the last one of its name counts. */
    private Reader field(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        if (each.sort() == Each.Sort.ENTRIES) {
            return (reading, found) -> bytesOrMissing(lastOf(reading.entry, bytes), found);
        }
        if (!fields.contains(name)) {
            fields.add(name);
        }
        int place = fields.indexOf(name);
        return (reading, found) -> bytesOrMissing(reading.fields[place], found);
    }

    private static void bytesOrMissing(byte @Nullable [] content, Found found) {
        if (content == null) {
            found.missing();
        } else {
            found.bytes(content);
        }
    }

    private static byte @Nullable [] lastOf(List<byte[]> entry, byte[] name) {
        for (int i = entry.size() - 2; i >= 0; i -= 2) {
            if (Arrays.equals(entry.get(i), name)) {
                return entry.get(i + 1);
            }
        }
        return null;
    }
}
