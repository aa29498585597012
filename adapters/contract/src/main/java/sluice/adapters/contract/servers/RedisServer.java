package sluice.adapters.contract.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real server in a child process: loopback only, a port and a folder of its own, nothing saved unless asked. Ends
 * with {@link #close}, at the latest with this JVM.
 */
public final class RedisServer implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int ATTEMPTS = 5;

    private final RedisBinary binary;
    private final Path folder;
    private final List<String> config;
    private final Thread lastResort = new Thread(this::kill);
    private int port;
    private Process process;

    private RedisServer(RedisBinary binary, List<String> config) throws IOException {
        this.binary = binary;
        this.folder = Files.createTempDirectory("sluice-redis");
        this.config = config;
        this.process = launchOnFreePort();
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts a server with these lines of configuration beside ours, and returns when it answers. */
    public static RedisServer start(RedisBinary binary, String... config) {
        try {
            return new RedisServer(binary, List.of(config));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + binary, failure);
        }
    }

    public RedisBinary binary() {
        return binary;
    }

    public int port() {
        return port;
    }

    /** Where its dump.rdb, log and sockets lie; {@code ./} in its configuration. */
    public Path folder() {
        return folder;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** A new client; the caller closes it. */
    public Resp client() {
        return Resp.connect(port);
    }

    /** Writes dump.rdb and says where it is. */
    public Path save() {
        try (Resp client = client()) {
            client.call("SAVE");
        }
        return folder.resolve("dump.rdb");
    }

    /** Ends the server as kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the server in order, without saving. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Starts the ended server again on the same port, with what its dump.rdb holds. */
    public void restart() {
        try {
            startAgain();
            awaitAnswer();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + binary + " again", failure);
        }
    }

    /** The same without waiting for it: it is still loading. */
    public void startAgain() {
        try {
            process = launch();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + binary + " again", failure);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
            deleteFolder();
        } catch (IllegalStateException | IOException shuttingDown) {
            folder.toFile().deleteOnExit();
        }
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private Process launchOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            process = launch();
            try {
                awaitAnswer();
                return process;
            } catch (IllegalStateException notUp) {
                // Somebody else may have taken the port between our look and the server's.
                kill();
                if (attempt == ATTEMPTS) {
                    throw notUp;
                }
            }
        }
    }

    private Process launch() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("bind 127.0.0.1");
        lines.add("port " + port);
        lines.add("dir " + folder);
        lines.add("save \"\"");
        lines.add("appendonly no");
        lines.addAll(config);
        Path file = Files.write(folder.resolve("server.conf"), lines);
        return new ProcessBuilder(binary.executable().toString(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .directory(folder.toFile())
                .start();
    }

    private void awaitAnswer() throws IOException {
        long deadline = System.nanoTime() + START_NANOS;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        binary + " does not answer: " + Files.readString(folder.resolve("server.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean answers() {
        try (Resp client = client()) {
            client.call("PING");
            return process.isAlive();
        } catch (Resp.Failure refused) {
            return !refused.getMessage().startsWith("LOADING");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
