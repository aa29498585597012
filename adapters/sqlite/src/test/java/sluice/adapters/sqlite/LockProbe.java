package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another program that closes a database: takes its log away when nobody else has locked the file. Says whether. */
final class LockProbe {
    /** Where SQLite's connections lock a file that they use. */
    private static final long SHARED_FIRST = 0x40000002;

    private static final long SHARED_BYTES = 510;

    private LockProbe() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel file =
                        FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock(SHARED_FIRST, SHARED_BYTES, false)) {
            System.out.println(lock == null ? "locked" : "nobody has it locked");
        }
    }
}
