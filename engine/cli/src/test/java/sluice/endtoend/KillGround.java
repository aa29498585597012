package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;

/** A server with every kind of key, its dump, and what undisturbed runs from both into both layouts leave. */
final class KillGround implements AutoCloseable {
    /** Rows a second: landing takes a second or so, in which there is time for several kills. */
    static final String RATE = "20000";

    /** Of which {@code mapped} stands for a plan. */
    static final List<String> LAYOUTS = List.of("native", "redka", "mapped");

    /** Of many tables: with collisions, orphans that stay and that do not, keys of layout native, and documents. */
    private static final String PLAN = """
        tables:
          strings:
            columns: {n: {type: integer, not-null: true}, owner: text, value: text, expires: timestamp}
            primary-key: n
            indexes: [[owner]]
          kinds:
            columns: {kind: {type: text, not-null: true}, n: integer}
            primary-key: kind
            collisions: {keep: newest, by: n}
          fields:
            columns: {n: {type: integer, not-null: true}, name: {type: text, not-null: true}, content: text}
            primary-key: [n, name]
          elements:
            columns: {n: integer, place: integer, content: text}
            references: [{columns: n, table: strings, to: n, orphans: keep}]
          members:
            columns: {n: integer, content: text}
            references: [{columns: n, table: strings, to: n, orphans: reject}]
        keyspaces:
          - name: strings
            pattern: "{what:word}:{owner:hex}:{n:digits}"
            type: string
            into:
              - table: strings
                columns:
                  n: "{n}"
                  owner: "{owner}"
                  value: value
                  expires: {from: expiry, optional: true}
              - {table: kinds, columns: {kind: type, n: "{n}"}}
          - name: hashes
            pattern: "{what:word}:{owner:hex}:{n:digits}"
            type: hash
            into:
              - {table: fields, each: fields, columns: {n: "{n}", name: name, content: element}}
              - {table: kinds, columns: {kind: type, n: "{n}"}}
          - name: lists
            pattern: "{what:word}:{owner:hex}:{n:digits}"
            type: list
            into: [{table: elements, each: elements, columns: {n: "{n}", place: position, content: element}}]
          - name: sets
            pattern: "{what:word}:{owner:hex}:{n:digits}"
            type: set
            into: [{table: members, each: elements, columns: {n: "{n}", content: element}}]
          - {name: scores, pattern: "{what:word}:{owner:hex}:{n:digits}", type: zset, layout: document}
        """;

    private static final int KEYS = 20_000;
    private static final int EXPIRING = 50;
    /** Long enough for the server to save the keys before. */
    private static final long EXPIRY_MILLIS = 2_500;

    private final Path folder;
    private final RedisServer server;
    private final Path dump;
    private final Map<List<Object>, Undisturbed> undisturbed = new HashMap<>();

    KillGround(Path folder) throws Exception {
        this.folder = folder;
        this.server = RedisServer.start(RedisBinary.named("installed").orElse(RedisBinary.embedded()));
        try (Resp redis = server.client()) {
            TestKeyspace.small().fill(redis);
            new Keyspace().fill(redis, KEYS);
            long expiry = System.currentTimeMillis() + EXPIRY_MILLIS;
            for (int i = 0; i < EXPIRING; i++) {
                redis.call("SET", "gone:" + i, "before anybody reads it", "PXAT", String.valueOf(expiry));
            }
            this.dump = server.save();
            Sluice.await(() -> System.currentTimeMillis() > expiry);
        }
        // Makes the archive of classes, so that those that are measured begin and end as others do.
        Files.writeString(folder.resolve("plan.yaml"), PLAN);
        sluice(folder).run("copy", dump.toString(), "first.db").exits(0);
        for (boolean live : new boolean[] {false, true}) {
            for (String layout : LAYOUTS) {
                undisturbed.put(List.of(live, layout), copy(live, layout));
            }
        }
    }

    private Undisturbed copy(boolean live, String layout) throws Exception {
        Path own = Files.createDirectories(folder.resolve("undisturbed-" + layout + (live ? "-live" : "-file")));
        List<String> command = command(live, layout);
        command.addAll(List.of("--verify", "full", "--rate", RATE));
        Sluice.Running running = sluice(own).start(Map.of(), command.toArray(String[]::new));
        Undisturbed copied = Undisturbed.of(running, own.resolve("app.db"), layout, live);
        assertThat(live || SinkContent.report(copied.sink()).contains("\"expired\" : " + EXPIRING + ","))
                .as("the file holds expired keys")
                .isTrue();
        return copied;
    }

    /** Runs commands in a folder of their own, with a folder for temporary files in it. */
    Sluice sluice(Path own) throws IOException {
        Files.createDirectories(own.resolve("tmp"));
        return new Sluice(own).jvm("-Djava.io.tmpdir=" + own.resolve("tmp")).archive(folder.resolve("classes.jsa"));
    }

    List<String> command(boolean live, String layout) {
        List<String> command = new ArrayList<>(List.of("copy", source(live), "app.db"));
        boolean isPlan = layout.equals("mapped");
        command.addAll(
                isPlan ? List.of("--plan", folder.resolve("plan.yaml").toString()) : List.of("--layout", layout));
        return command;
    }

    Undisturbed undisturbed(boolean live, String layout) {
        return undisturbed.get(List.of(live, layout));
    }

    RedisServer server() {
        return server;
    }

    String source(boolean live) {
        return live ? server.uri() : dump.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
