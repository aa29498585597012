package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void letsPrometheusScrapeARun() throws Exception {
        new Capture(folder, 0).run("demo");
        String source = folder.resolve("sluice-demo.rdb").toString();
        String sink = folder.resolve("metered.db").toString();
        String port = String.valueOf(freePort());
        Capture capture = new Capture();

        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                () -> capture.run("copy", source, sink, "--rate", "8000", "--verify", "none", "--metrics-port", port));
        String metrics = awaitMetrics(port, run);

        assertThat(metrics)
                .contains(
                        "sluice_rows_total{result=\"written\"} ",
                        "sluice_attempts_total ",
                        "sluice_commit_latency_seconds_count ",
                        "sluice_wal_bytes ");
        assertThat(run.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Capture capture = new Capture();

            int exitCode = capture.run("copy", "a.rdb", "b.db", "--metrics-port", String.valueOf(taken.getLocalPort()));

            assertThat(exitCode).isEqualTo(2);
            assertThat(capture.err()).contains("cannot open the metrics endpoint on port " + taken.getLocalPort());
        }
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        Capture capture = new Capture();

        assertThat(capture.run("copy", "a.rdb", "b.db", "--metrics-port", "70000"))
                .isEqualTo(2);
        assertThat(capture.err().lines()).hasSize(1);
    }

    private static String awaitMetrics(String port, CompletableFuture<Integer> run) throws InterruptedException {
        String metrics = "";
        while (!metrics.contains("sluice_rows_total") && !run.isDone()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            metrics = scrape(port);
        }
        return metrics;
    }

    private static String scrape(String port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException notOpenYet) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
