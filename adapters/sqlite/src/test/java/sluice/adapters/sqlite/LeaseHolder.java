package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Takes a lease and keeps it until it is killed. */
final class LeaseHolder {
    private LeaseHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Lease lease = Lease.take(Path.of(arguments[0]), "cannot hold")) {
            System.out.println(lease == null ? "" : "held");
            new CountDownLatch(1).await();
        }
    }
}
