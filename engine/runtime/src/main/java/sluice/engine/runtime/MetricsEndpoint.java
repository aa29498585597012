package sluice.engine.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import kamon.Kamon;
import sluice.protocol.MigrationException;

/**
 * The endpoint that Prometheus scrapes: what {@link Meter} feeds, refreshed every second. Close it to free the port.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private MetricsEndpoint() {}

    /** Opens the endpoint at {@code http://HOST:port/metrics}, or refuses when the port is taken. */
    public static MetricsEndpoint open(int port) {
        checkFree(port);
        Config config = ConfigFactory.parseString("kamon.metric.tick-interval = 1 second\n"
                        + "kamon.prometheus.embedded-server.hostname = 0.0.0.0\n"
                        + "kamon.prometheus.embedded-server.port = " + port)
                .withFallback(ConfigFactory.load());
        Kamon.initWithoutAttaching(config);
        return new MetricsEndpoint();
    }

    /** Kamon only logs when it cannot listen; a user who asked for metrics should be told. */
    private static void checkFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
        } catch (IOException | IllegalArgumentException taken) {
            throw MigrationException.refused(
                    "cannot open the metrics endpoint on port " + port,
                    String.valueOf(taken.getMessage()),
                    "choose another port with --metrics-port");
        }
    }

    @Override
    public void close() {
        Kamon.stopModules();
    }
}
