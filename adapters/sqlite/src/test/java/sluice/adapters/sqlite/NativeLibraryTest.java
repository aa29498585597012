package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void removesWhatAKilledProcessLeftLongAgo() throws IOException {
        Instant now = Instant.now();
        Path old = left("sluice-sqlite1", now.minus(Duration.ofHours(2)));
        Path fresh = left("sluice-sqlite2", now.minus(Duration.ofMinutes(1)));
        Path other = left("another-program", now.minus(Duration.ofHours(2)));

        NativeLibrary.removeLeft(folder, now.minus(Duration.ofHours(1)));

        assertThat(old).doesNotExist();
        assertThat(fresh.resolve("libsqlitejdbc.so")).exists();
        assertThat(other.resolve("libsqlitejdbc.so")).exists();
    }

    private Path left(String name, Instant at) throws IOException {
        Path left = Files.createDirectory(folder.resolve(name));
        Files.writeString(left.resolve("libsqlitejdbc.so"), "a library");
        Files.setLastModifiedTime(left, FileTime.from(at));
        return left;
    }
}
