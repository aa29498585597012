package sluice.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Tests of other classes make and remove files meanwhile, which are none. */
    List<Source> sources() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException changed) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream()
                .filter(path -> path.toString().endsWith(".java"))
                .filter(path -> !root.relativize(path).toString().matches("(.*/)?(target|\\.[^/]+)/.*"))
                .sorted()
                .map(this::read)
                .toList();
    }

    private Source read(Path path) {
        try {
            return new Source(root.relativize(path), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
