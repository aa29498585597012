package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;

/** Another program: runs a statement on a file, and keeps what it locks until its input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (Database database = Database.forWriting(Path.of(arguments[0]))) {
            for (int i = 1; i < arguments.length; i++) {
                run(database, arguments[i]);
            }
            System.out.println("held");
            System.in.read();
        }
    }

    private static void run(Database database, String sql) throws SQLException {
        if (sql.startsWith("SELECT")) {
            database.number(sql);
        } else {
            database.run(sql);
        }
    }
}
