package sluice.endtoend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A write-ahead log as its bytes tell, without SQLite; see https://sqlite.org/fileformat2.html#walformat. */
final class WalFile {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;

    private WalFile() {}

    /** How many frames follow the last one that ends a transaction: what a commit had written when it was cut short. */
    static int framesOfNoCommit(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) < HEADER) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
        int frameBytes = FRAME_HEADER + bytes.getInt(8);
        long salts = bytes.getLong(16);
        int open = 0;
        for (int at = HEADER; at + FRAME_HEADER <= bytes.limit() && bytes.getLong(at + 8) == salts; at += frameBytes) {
            open = bytes.getInt(at + 4) == 0 ? open + 1 : 0;
        }
        return open;
    }
}
