package sluice.adapters.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/** An RDB file that has been opened and has the right beginning. Any number of threads may read it. */
final class RdbFile implements AutoCloseable {
    static final int OLDEST = 2;
    static final int NEWEST = 12;

    /** From this version on the file ends with a checksum. */
    private static final int FIRST_WITH_CHECKSUM = 5;

    private static final byte[] MAGIC = "REDIS".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER = 9;

    private final String name;
    private final FileChannel channel;
    private final long size;
    private final String identity;
    private final byte[] header;
    private final int version;

    private RdbFile(String name, FileChannel channel, long size, String identity, byte[] header) {
        this.name = name;
        this.channel = channel;
        this.size = size;
        this.identity = identity;
        this.header = header;
        this.version =
                Integer.parseInt(new String(header, MAGIC.length, HEADER - MAGIC.length, StandardCharsets.US_ASCII));
    }

    static RdbFile open(String name) {
        FileChannel channel = null;
        try {
            if (name.isEmpty()) {
                throw MigrationException.refused("cannot read 'rdb:'", "no path follows", "write rdb:PATH");
            }
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw refused(name, "it is a directory", "name the RDB file in it");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw refused(name, "it is a pipe or a device", "give an RDB file on a disk");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            byte[] header = bytes(channel, 0, (int) Math.min(HEADER, size));
            checkHeader(name, header);
            byte[] trailer = bytes(channel, size - Long.BYTES, Long.BYTES);
            String identity = size + "-" + Files.getLastModifiedTime(path).toMillis() + "-"
                    + HexFormat.of().formatHex(trailer);
            return new RdbFile(name, channel, size, identity, header);
        } catch (InvalidPathException | NoSuchFileException missing) {
            throw refused(name, "there is no such file", "check the path");
        } catch (AccessDeniedException denied) {
            throw refused(name, "permission to read it is missing", "run as its owner, or change its mode");
        } catch (IOException failure) {
            MigrationException refused = refused(name, RdbFaults.reason(failure), "check the file and its disk");
            closeQuietly(channel, refused);
            throw refused;
        } catch (MigrationException refused) {
            closeQuietly(channel, refused);
            throw refused;
        }
    }

    private static void checkHeader(String name, byte[] header) {
        if (header.length == 0) {
            throw refused(name, "it is empty", "was the server still saving? Take the file when it is done");
        }
        int magic = Math.min(MAGIC.length, header.length);
        if (!Arrays.equals(header, 0, magic, MAGIC, 0, magic)) {
            throw refused(
                    name,
                    "it is not an RDB file: it begins with '"
                            + new String(header, 0, magic, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?")
                            + "' at offset 0 instead of 'REDIS'",
                    "give the dump.rdb of a Redis or Valkey server");
        }
        if (header.length < HEADER) {
            throw refused(
                    name,
                    "it ends at offset " + header.length + ", inside its head of " + HEADER + " bytes",
                    "get a whole copy of it");
        }
        String version = new String(header, MAGIC.length, HEADER - MAGIC.length, StandardCharsets.ISO_8859_1);
        if (!version.matches("[0-9]{4}") || Integer.parseInt(version) < OLDEST || Integer.parseInt(version) > NEWEST) {
            throw refused(
                    name,
                    "at offset " + MAGIC.length + " it says RDB version '" + version.replaceAll("[^ -~]", "?")
                            + "', and versions " + OLDEST + " to " + NEWEST + " are known",
                    "copy from the running server instead, or use a newer Sluice");
        }
    }

    private static MigrationException refused(String name, String why, String hint) {
        return MigrationException.refused("cannot read " + name, why, hint);
    }

    private static void closeQuietly(@Nullable FileChannel channel, MigrationException because) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            because.addSuppressed(failure);
        }
    }

    private static byte[] bytes(FileChannel channel, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Reading goes on until all of it is there; a file that shrinks meanwhile leaves zeros.
        }
        return bytes;
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    String identity() {
        return identity;
    }

    int version() {
        return version;
    }

    boolean hasChecksum() {
        return version >= FIRST_WITH_CHECKSUM;
    }

    /** Whether the file ends as one that is whole; cheap, and no proof. */
    boolean endsAsExpected() throws IOException {
        long end = size - 1 - (hasChecksum() ? Long.BYTES : 0);
        return end >= HEADER && (bytes(channel, end, 1)[0] & 0xff) == 0xff;
    }

    /** Behind the head, where the first entry or something beside the keys begins. */
    RdbPosition start() {
        return new RdbPosition(HEADER, 0, Crc64.update(0, header, 0, HEADER), 0);
    }

    /** To read with a buffer of so many bytes; a small file needs no more than its own. */
    RdbInput input(int bufferBytes) {
        return new RdbInput(channel, size, (int) Math.min(bufferBytes, size));
    }

    DumpPayload payloads() {
        return new DumpPayload(channel, size, version);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw MigrationException.failed("cannot close " + name, RdbFaults.reason(failure), "", failure);
        }
    }
}
