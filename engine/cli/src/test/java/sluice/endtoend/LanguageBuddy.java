package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sluice.adapters.contract.servers.Resp;

/** The data of {@code examples/languagebuddy}, made by the example's own generator, and what it says it made. */
record LanguageBuddy(JsonNode truth) {
    private static final long PATIENCE_SECONDS = 120;

    /** Where plan, generator and page lie. */
    static Path example() {
        return Path.of(System.getProperty("repository", "../.."))
                .toAbsolutePath()
                .normalize()
                .resolve("examples/languagebuddy");
    }

    /** Fills the database at an address; the folder is for the output. */
    static LanguageBuddy fill(String uri, Path folder, int subscribers, long seed) {
        Path out = folder.resolve("truth.json");
        Path err = folder.resolve("generate.err");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            example().resolve("generate").toString(),
                            uri,
                            "--subscribers",
                            String.valueOf(subscribers),
                            "--seed",
                            String.valueOf(seed))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
            return new LanguageBuddy(new ObjectMapper().readTree(out.toFile()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What the generator says of a pattern; 0 where it says nothing. */
    long truth(String pattern, String what) {
        return truth.path(pattern).path(what).asLong();
    }

    /** The names of all keys that this glob matches. */
    static List<byte[]> keys(Resp redis, String glob) {
        List<byte[]> keys = new ArrayList<>();
        String cursor = "0";
        do {
            List<?> page = (List<?>) redis.call("SCAN", cursor, "COUNT", "1000", "MATCH", glob);
            assertThat(page).isNotNull();
            cursor = new String((byte[]) page.getFirst(), StandardCharsets.US_ASCII);
            for (Object key : (List<?>) page.getLast()) {
                keys.add((byte[]) key);
            }
        } while (!cursor.equals("0"));
        return keys;
    }
}
