package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;

/**
 * No way in that fails tells a password, whole or in pieces, as it is or as it was written: each password here is made
 * of words that occur nowhere else, and none of them may be said.
 */
class SecretsTest {
    @TempDir
    private static Path folder;

    private static RedisServer server;
    private static ServerSocket loading;

    @BeforeAll
    static void start() throws IOException {
        server = RedisServer.start(RedisBinary.embedded(), "requirepass another", "unixsocket ./redis.sock");
        loading = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(SecretsTest::answerLoading);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        loading.close();
    }

    @AfterEach
    void beQuietAgain() {
        System.clearProperty("sluice.verbose");
    }

    static Stream<String> passwords() {
        return Stream.of(
                "zebra-plain",
                "zebra@yak:xerus/walrus?vicuna#urial%tapir+skunk rhino&quokka",
                "zebra\"yak'xerus\\walrus`vicuna$urial",
                "zebrä-yäk-大熊猫-xerus",
                "zebra]yak[xerus{walrus}vicuna|urial^tapir~skunk<rhino>",
                "@zebra@yak@",
                "zebra://yak@xerus",
                "%7Aebra%40yak");
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void areToldByNoServerThatLetsNobodyIn(String password) throws IOException {
        for (String address : addresses(":" + encoded(password) + "@")) {
            assertSilent(run(Map.of(), "copy", "-v", address, "app.db"), password, encoded(password));
        }
    }

    @Test
    void areToldByNoServerThatDoesNotWantThemFromTheEnvironment() throws IOException {
        String password = "zebra@yak:xerus/walrus";
        for (String address : addresses("")) {
            Capture capture = run(Map.of("SLUICE_SOURCE_PASSWORD", password), "copy", "-v", address, "app.db");
            assertSilent(capture, password, encoded(password));
        }
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void areToldByNoAddressThatIsWrong(String password) {
        for (String written : List.of(encoded(password), encoded(password).toLowerCase(Locale.ROOT), password)) {
            for (String info : List.of(":" + written, "user:" + written)) {
                for (String[] command : commands(info)) {
                    assertSilent(run(Map.of(), command), password, written);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void areToldByNoPlanThatHoldsThem(String password) throws IOException {
        String written = encoded(password);
        String wrong = JsonNodeFactory.instance
                .textNode("redis://user:" + written + "@host:99999")
                .toString();
        for (String plan : List.of(
                "source: " + wrong,
                "source: " + wrong + "\ntables: []",
                "source: [" + wrong + "]",
                "sauce: " + wrong,
                "name: n\nsource: " + wrong.substring(0, wrong.length() - 1),
                "{\"source\": " + wrong + ", \"sink\": " + wrong + "}",
                "keyspaces: [" + wrong + "]\nsource: " + wrong,
                "source: a.rdb\nsink: " + wrong)) {
            Path file = Files.writeString(folder.resolve("secret.yaml"), plan);
            for (String[] command : new String[][] {
                {"copy", "--plan", file.toString()},
                {"run", file.toString(), "--sink", "app.db"},
                {"plan", file.toString(), "--sink", "app.db"},
                {"retire", file.toString()},
                {"retire", file.toString(), "--sink", "app.db"},
                {"verify", "--plan", file.toString()}
            }) {
                assertSilent(run(Map.of(), command), password, written);
            }
        }
    }

    @Test
    void areToldByNoTraceOfACommandThatFails() {
        System.setProperty("sluice.verbose", "true");
        for (String[] command : commands(":zebra-plain")) {
            assertSilent(run(Map.of(), command), "zebra-plain", "zebra-plain");
        }
    }

    /** None of them gets as far as a server. */
    private static List<String[]> commands(String info) {
        List<String[]> commands = new ArrayList<>();
        String right = "redis://" + info + "@127.0.0.1:1";
        for (String address : List.of(
                right + "/x",
                right + "?secret=1",
                right + "/0#1",
                "redis://" + info + "@",
                "redis://" + info + "@host:99999",
                "rediss://" + info + "@host/1?verify=perhaps",
                "redis://" + info.replace("@", "%40"),
                "redis:/" + info + "@host",
                "redis:" + info + "@host",
                "reddis://" + info + "@host/0",
                "https://" + info + "@host/0",
                "//" + info + "@host/0",
                info + "@host")) {
            commands.add(new String[] {"copy", address, "app.db"});
        }
        commands.add(new String[] {"verify", right, "none.db"});
        commands.add(new String[] {"copy", "a.rdb", right});
        commands.add(new String[] {"status", right});
        commands.add(new String[] {"rejects", right});
        commands.add(new String[] {"backups", right});
        commands.add(new String[] {"restore", right, "--yes"});
        commands.add(new String[] {"restore", "app.db", right, "--yes"});
        commands.add(new String[] {"rollback", right, "--yes"});
        commands.add(new String[] {"switched", right});
        commands.add(new String[] {"switched", "app.db", "--at", right});
        commands.add(new String[] {"retire", right});
        commands.add(new String[] {"run", right});
        commands.add(new String[] {"plan", right});
        commands.add(new String[] {"verify", "--plan", right});
        commands.add(new String[] {"discover", right + "/x"});
        commands.add(new String[] {"discover", "redis://" + info + "@host:99999", "-o", "proposed.yaml"});
        commands.add(new String[] {"discover", "a.rdb", "-o", right});
        commands.add(new String[] {right, "app.db"});
        commands.add(new String[] {"copy", right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", "--db", right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", "--layout", right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", "--readers", right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", "--in-flight=" + right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", "--report", right});
        commands.add(new String[] {"copy", "a.rdb", "app.db", "--sauce=" + right});
        return commands;
    }

    /** Where nobody gets in: a wrong password, nobody there, no TLS, one who loads and then refuses, no socket. */
    private static List<String> addresses(String info) throws IOException {
        String socket = server.folder().resolve("redis.sock").toString();
        return List.of(
                "redis://" + info + "127.0.0.1:" + server.port() + "/0",
                "redis://" + info + "127.0.0.1:" + freePort(),
                "rediss://" + info + "127.0.0.1:" + server.port() + "?verify=none",
                "redis://" + info + "127.0.0.1:" + loading.getLocalPort(),
                "redis-socket://" + info + socket + "?db=3",
                "redis-socket://" + info + "/nowhere/redis.sock");
    }

    private static Capture run(Map<String, String> environment, String... arguments) {
        Capture capture = new Capture(folder, environment);
        assertThat(capture.run(arguments)).as(capture.err()).isIn(1, 2);
        return capture;
    }

    private static void assertSilent(Capture capture, String password, String written) {
        String all = capture.out() + capture.err();
        assertThat(all).as("it was written %s", written).isNotEmpty().doesNotContain(password, written);
        for (String word : (password + " " + written).split("[^\\p{L}]+")) {
            if (word.length() > 2) {
                assertThat(all).as("it was written %s", written).doesNotContain(word);
            }
        }
    }

    private static String encoded(String password) {
        return URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** To every second who comes; the others are told that the password is wrong. */
    private static void answerLoading() {
        for (int i = 0; !loading.isClosed(); i++) {
            String answer = i % 2 == 0 ? "-LOADING Redis is loading the dataset in memory\r\n" : "-WRONGPASS no\r\n";
            try (Socket client = loading.accept()) {
                if (client.getInputStream().read(new byte[4_096]) > 0) {
                    client.getOutputStream().write(answer.repeat(4).getBytes(StandardCharsets.UTF_8));
                    client.getInputStream().read(new byte[4_096]);
                }
            } catch (IOException gone) {
                if (!loading.isClosed()) {
                    throw new UncheckedIOException(gone);
                }
            }
        }
    }
}
