package sluice.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of all modules. */
record Repository(Path root) {
    /** A Java file, with its path from the root. */
    record Source(Path path, String text) {
        /** The package of the file, as its path tells. */
        Path folder() {
            return path.getParent() == null ? path : path.getParent();
        }

        String fileName() {
            return String.valueOf(path.getFileName());
        }
    }

    /** Where the tests run. */
    static Repository here() {
        return new Repository(Path.of(System.getProperty("repository", "../..")).normalize());
    }

    List<Source> sources() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !root.relativize(path).toString().matches("(.*/)?(target|\\.[^/]+)/.*"))
                    .sorted()
                    .map(this::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Source read(Path path) {
        try {
            return new Source(root.relativize(path), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
