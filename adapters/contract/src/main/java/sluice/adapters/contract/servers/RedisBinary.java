package sluice.adapters.contract.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/**
 * A server that tests can start. The one from the embedded-redis artifact is always there; {@code redis-server} on the
 * PATH and the ones in the folder {@code SLUICE_NEWER_SERVERS} (property or environment) join in where they exist.
 *
 * @param name short, for test names: {@code embedded}, {@code installed}, {@code newer-redis}, {@code newer-valkey}
 */
public record RedisBinary(String name, Path executable) {
    private static final String NEWER = "SLUICE_NEWER_SERVERS";
    private static final List<RedisBinary> LEGS = find();

    /** Every server that this machine has; at least the embedded one. */
    public static List<RedisBinary> legs() {
        return LEGS;
    }

    /** The one that is always there. */
    public static RedisBinary embedded() {
        return LEGS.getFirst();
    }

    /** The leg of this name, if this machine has it. */
    public static Optional<RedisBinary> named(String name) {
        return LEGS.stream().filter(leg -> leg.name.equals(name)).findFirst();
    }

    private static List<RedisBinary> find() {
        List<RedisBinary> found = new ArrayList<>();
        found.add(new RedisBinary("embedded", extracted()));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
            Path installed = Path.of(folder, "redis-server");
            if (found.size() == 1 && Files.isExecutable(installed)) {
                found.add(new RedisBinary("installed", installed));
            }
        }
        String newer = System.getProperty(NEWER, System.getenv().getOrDefault(NEWER, ""));
        if (!newer.isEmpty()) {
            addIfThere(found, "newer-redis", Path.of(newer, "redis-server"));
            addIfThere(found, "newer-valkey", Path.of(newer, "valkey-server"));
        }
        return List.copyOf(found);
    }

    private static void addIfThere(List<RedisBinary> found, String name, Path executable) {
        if (Files.isExecutable(executable)) {
            found.add(new RedisBinary(name, executable));
        }
    }

    private static Path extracted() {
        try {
            Path folder = Files.createTempDirectory("sluice-embedded-redis");
            Path executable = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
            executable.toFile().deleteOnExit();
            return executable;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot extract the embedded server", failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
