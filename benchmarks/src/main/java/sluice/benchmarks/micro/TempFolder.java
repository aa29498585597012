package sluice.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for as long as a benchmark runs. */
public record TempFolder(Path path) implements AutoCloseable {
    public static TempFolder create() throws IOException {
        return new TempFolder(Files.createTempDirectory("sluice-benchmark"));
    }

    /** Removes what lies in the folder. */
    void clear() throws IOException {
        List<Path> content;
        try (Stream<Path> all = Files.walk(path)) {
            content = all.filter(found -> !found.equals(path))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path found : content) {
            Files.delete(found);
        }
    }

    @Override
    public void close() throws IOException {
        clear();
        Files.delete(path);
    }
}
