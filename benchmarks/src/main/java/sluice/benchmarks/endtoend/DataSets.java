package sluice.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.benchmarks.endtoend.DataSet.Facts;

/** Data sets as RDB files in a folder, made when they are first asked for, and live servers that hold them. */
final class DataSets implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** Loads by command and not at the start, which may take longer than a start is waited for. */
    private RedisServer load(DataSet data) {
        Path file = file(data);
        RedisServer server = RedisServer.start(
                binary,
                "enable-debug-command local",
                "enable-protected-configs local",
                "dir " + folder,
                "dbfilename none-at-start.rdb");
        try (Resp client = server.client()) {
            client.call("CONFIG", "SET", "dbfilename", String.valueOf(file.getFileName()));
            client.call("DEBUG", "RELOAD", "NOSAVE");
            long keys = Long.parseLong(client.text("DBSIZE"));
            if (keys != facts(data).keys()) {
                throw new IllegalStateException(data + " has " + keys + " keys on its server");
            }
            return server;
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        servers.values().forEach(RedisServer::close);
        servers.clear();
    }
}
