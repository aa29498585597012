package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sluice.protocol.MigrationException;
import sluice.protocol.SourceSettings;

/** Looks at a server before anything is read: what it is, what it can, and whether we may. */
final class Preflight {
    private static final byte[] NO_KEY = "sluice:no-such-key".getBytes(StandardCharsets.US_ASCII);

    private final Wire wire;
    private final String subject;

    Preflight(Wire wire) {
        this.wire = wire;
        this.subject = "cannot read from " + wire.name();
    }

    /** Asks the server about itself; refuses what is not a standalone server. */
    ServerFacts facts() {
        Map<String, String> server = ServerFacts.fields(info("server"));
        String mode = ServerFacts.mode(server);
        if (!mode.equals("standalone")) {
            throw MigrationException.refused(
                    subject,
                    "the server runs in " + mode + " mode, and only standalone servers are read",
                    mode.equals("cluster")
                            ? "copy from an RDB file of each node"
                            : "give the address of the server itself");
        }
        return permitted(server);
    }

    /** The run id as the server tells it now. */
    static String runId(Wire wire) {
        Ask info = wire.call(Ask.of(CommandType.INFO, "server"));
        return ServerFacts.fields(info.text()).getOrDefault("run_id", "");
    }

    private ServerFacts permitted(Map<String, String> server) {
        List<Ask> needed = List.of(
                Ask.of(CommandType.DBSIZE),
                Ask.of(CommandType.TIME),
                Ask.of(CommandType.SCAN, "0", "COUNT", 1),
                Ask.of(CommandType.TYPE, NO_KEY),
                Ask.of(CommandType.GETRANGE, NO_KEY, 0, 1),
                Ask.of(CommandType.GET, NO_KEY),
                Ask.of(CommandType.LRANGE, NO_KEY, 0, 1),
                Ask.of(CommandType.LLEN, NO_KEY),
                Ask.of(CommandType.LINDEX, NO_KEY, 0),
                Ask.of(CommandType.HSCAN, NO_KEY, "0"),
                Ask.of(CommandType.HGETALL, NO_KEY),
                Ask.of(CommandType.SSCAN, NO_KEY, "0"),
                Ask.of(CommandType.SMEMBERS, NO_KEY),
                Ask.of(CommandType.ZSCAN, NO_KEY, "0"),
                Ask.of(CommandType.XRANGE, NO_KEY, "-", "+"),
                Ask.of(CommandType.XINFO, "STREAM", NO_KEY),
                Ask.of(CommandType.XPENDING, NO_KEY, "none"));
        Ask expireTime = Ask.of(CommandType.PEXPIRETIME, NO_KEY);
        Ask left = Ask.of(CommandType.PTTL, NO_KEY);
        Ask fieldExpiry = Ask.of(CommandType.HPEXPIRETIME, NO_KEY, "FIELDS", 1, "none");
        needed.forEach(wire::add);
        wire.add(expireTime);
        wire.add(left);
        wire.add(fieldExpiry);
        wire.flush();
        boolean exactExpiry = !Faults.isUnknownCommand(expireTime.refusal());
        boolean fieldsExpire = !Faults.isUnknownCommand(fieldExpiry.refusal());
        List<Ask> asked = new ArrayList<>(needed);
        asked.add(exactExpiry ? expireTime : left);
        if (fieldsExpire) {
            asked.add(fieldExpiry);
        }
        refuseForbidden(asked);
        return new ServerFacts(
                server.getOrDefault("run_id", ""), ServerFacts.knowsTable(server), exactExpiry, fieldsExpire);
    }

    private void refuseForbidden(List<Ask> asked) {
        List<String> forbidden = new ArrayList<>();
        for (Ask ask : asked) {
            String refusal = ask.refusal();
            if (refusal != null && Faults.isForbiddenCommand(refusal)) {
                forbidden.add(ask.name().name().toLowerCase(Locale.ROOT));
            } else if (refusal != null
                    && !refusal.startsWith("ERR")
                    && !refusal.startsWith("NOPERM")
                    && !refusal.startsWith("NOGROUP")) {
                throw Faults.refusal(subject, ask.name(), refusal);
            }
        }
        if (!forbidden.isEmpty()) {
            throw MigrationException.refused(
                    subject,
                    "the user has no permission for: " + String.join(", ", forbidden),
                    "grant it: ACL SETUSER <user> +" + String.join(" +", forbidden));
        }
    }

    /** How many keys each database holds that the settings mean; the address's database where they say nothing. */
    Map<Integer, Long> sizes(RedisAddress address, SourceSettings settings) {
        String db = settings.db();
        if (SourceSettings.ALL.equals(db)) {
            return allSizes();
        }
        int chosen = db == null ? address.db() : number(db);
        Ask select = wire.add(Ask.of(CommandType.SELECT, chosen));
        Ask size = wire.add(Ask.of(CommandType.DBSIZE));
        wire.flush();
        String refusal = select.refusal();
        if (refusal != null && refusal.startsWith("ERR")) {
            throw MigrationException.refused(
                    subject, "database " + chosen + " does not exist there", "choose another with --db");
        }
        wire.granted(select);
        return Map.of(chosen, wire.granted(size).number());
    }

    private Map<Integer, Long> allSizes() {
        Map<Integer, Long> sizes = new TreeMap<>();
        ServerFacts.fields(info("keyspace")).forEach((name, line) -> {
            if (name.matches("db\\d+") && line.matches("keys=\\d+.*")) {
                sizes.put(
                        Integer.parseInt(name.substring(2)),
                        Long.parseLong(line.substring(5).replaceFirst("\\D.*", "")));
            }
        });
        return sizes.isEmpty() ? Map.of(0, 0L) : sizes;
    }

    private int number(String db) {
        if (!db.matches("\\d{1,6}")) {
            throw MigrationException.refused(
                    subject, "database " + db + " is not a number", "write --db N, or --db all");
        }
        return Integer.parseInt(db);
    }

    private String info(String section) {
        Ask info = wire.add(Ask.of(CommandType.INFO, section));
        wire.flush();
        String refusal = info.refusal();
        if (refusal != null && Faults.isForbiddenCommand(refusal)) {
            throw MigrationException.refused(
                    subject, "the user has no permission for: info", "grant it: ACL SETUSER <user> +info");
        }
        if (refusal != null) {
            throw Faults.refusal(subject, CommandType.INFO, refusal);
        }
        return info.text();
    }
}
