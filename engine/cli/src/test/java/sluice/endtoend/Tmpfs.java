package sluice.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A small disk of its own, where this process may mount one. */
record Tmpfs(Path folder) implements AutoCloseable {
    /** Empty where it may not. */
    static Optional<Tmpfs> mount(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        List<String> command = List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "sluice-test", folder.toString());
        return Os.run(command) == 0 ? Optional.of(new Tmpfs(folder)) : Optional.empty();
    }

    /** Makes room. */
    void resize(long bytes) throws IOException {
        if (Os.run(List.of("mount", "-o", "remount,size=" + bytes, folder.toString())) != 0) {
            throw new IOException("cannot resize " + folder);
        }
    }

    @Override
    public void close() {
        Os.run(List.of("umount", "-l", folder.toString()));
    }
}
