package sluice.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.benchmarks.endtoend.DataSet.Facts;

/** Data sets as RDB files in a folder, made when they are first asked for, and live servers that hold them. */
final class DataSets implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long LOAD_NANOS = TimeUnit.MINUTES.toNanos(15);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path folder;
    private final RedisBinary binary;
    private final Map<DataSet, RedisServer> servers = new HashMap<>();

    DataSets(Path folder, Path server) {
        this.folder = folder.toAbsolutePath();
        this.binary = new RedisBinary("server", server);
    }

    /** The RDB file of a data set. */
    Path file(DataSet data) {
        Path file = folder.resolve(data.fileName() + ".rdb");
        if (!Files.exists(file) || !Files.exists(factsFile(data))) {
            make(data, file);
        }
        return file;
    }

    Facts facts(DataSet data) {
        file(data);
        try {
            return JSON.readValue(factsFile(data).toFile(), Facts.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A server that holds a data set; it stays until this is closed. */
    RedisServer server(DataSet data) {
        return servers.computeIfAbsent(data, this::load);
    }

    private Path factsFile(DataSet data) {
        return folder.resolve(data.fileName() + ".json");
    }

    private void make(DataSet data, Path file) {
        System.err.println("making " + data);
        try (RedisServer server = RedisServer.start(binary);
                Resp client = server.client()) {
            Facts facts = Keyspace.fill(data, client);
            Path dump = server.save();
            Files.createDirectories(folder);
            Path partial = folder.resolve(data.fileName() + ".partial");
            Files.move(dump, partial, StandardCopyOption.REPLACE_EXISTING);
            JSON.writeValue(factsFile(data).toFile(), facts);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + data, failure);
        }
    }

    private RedisServer load(DataSet data) {
        Path file = file(data);
        RedisServer server = RedisServer.start(binary);
        try {
            server.kill();
            Files.createSymbolicLink(server.folder().resolve("dump.rdb"), file);
            restart(server);
            long keys = keys(server);
            if (keys != facts(data).keys()) {
                throw new IllegalStateException(data + " has " + keys + " keys on its server");
            }
            return server;
        } catch (IOException failure) {
            server.close();
            throw new UncheckedIOException(failure);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    /** A large file loads longer than a start is waited for. */
    private static void restart(RedisServer server) {
        try {
            server.restart();
        } catch (IllegalStateException notYet) {
            long deadline = System.nanoTime() + LOAD_NANOS;
            while (keys(server) < 0) {
                if (!server.process().isAlive() || System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** How many keys a server holds; -1 while it is loading. */
    private static long keys(RedisServer server) {
        try (Resp client = server.client()) {
            return Long.parseLong(client.text("DBSIZE"));
        } catch (Resp.Failure loading) {
            if (loading.getMessage().startsWith("LOADING")) {
                return -1;
            }
            throw loading;
        }
    }

    @Override
    public void close() {
        servers.values().forEach(RedisServer::close);
        servers.clear();
    }
}
