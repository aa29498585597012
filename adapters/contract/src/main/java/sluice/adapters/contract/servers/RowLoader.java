package sluice.adapters.contract.servers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Writes rows into a server by ordinary commands, so that reading it gives these rows back. For tests only. */
public final class RowLoader {
    private static final int ARGUMENTS_MAX = 2000;

    private final Resp redis;
    private final boolean knowsFieldExpiry;
    private final boolean keepsStreamBooks;

    public RowLoader(Resp redis) {
        this.redis = redis;
        this.knowsFieldExpiry = redis.knows("HPEXPIREAT");
        this.keepsStreamBooks = keepsStreamBooks(redis);
    }

    /** Whether streams and groups remember how many entries were added and read: servers of version 7 on. */
    public static boolean keepsStreamBooks(Resp redis) {
        return redis.knows("EVAL_RO");
    }

    /** Whole rows, of any databases; database 0 is selected afterwards. */
    public void load(List<Row> rows) {
        int db = 0;
        List<Object[]> commands = new ArrayList<>();
        for (Row row : rows) {
            if (row.key().db() != db) {
                db = row.key().db();
                commands.add(new Object[] {"SELECT", db});
            }
            addCommands(commands, row);
            if (commands.size() > ARGUMENTS_MAX) {
                redis.pipeline(commands);
                commands.clear();
            }
        }
        commands.add(new Object[] {"SELECT", 0});
        redis.pipeline(commands);
    }

    private void addCommands(List<Object[]> commands, Row row) {
        byte[] key = row.key().name();
        switch (row.value()) {
            case Value.StringValue string -> commands.add(new Object[] {"SET", key, string.content()});
            case Value.ListSlice list -> addChunks(commands, "RPUSH", key, list.elements(), 1);
            case Value.SetSlice set -> addChunks(commands, "SADD", key, set.members(), 1);
            case Value.HashSlice hash -> addHash(commands, key, hash.fields());
            case Value.SortedSlice sorted -> addSorted(commands, key, sorted.members());
            case Value.StreamSlice stream -> addStream(commands, key, stream);
            case Value.ModuleValue module -> commands.add(new Object[] {"RESTORE", key, 0, module.payload()});
            case Value.Undecodable undecodable ->
                throw new IllegalArgumentException(row.key() + ": " + undecodable.reason());
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
        if (row.expiresAt() != Row.NEVER) {
            commands.add(new Object[] {"PEXPIREAT", key, row.expiresAt()});
        }
    }

    private void addHash(List<Object[]> commands, byte[] key, List<Value.Field> fields) {
        List<Object> arguments = new ArrayList<>(fields.size() * 2);
        for (Value.Field field : fields) {
            arguments.add(field.name());
            arguments.add(field.content());
        }
        addChunks(commands, "HSET", key, arguments, 2);
        for (Value.Field field : fields) {
            if (field.expiresAt() != Row.NEVER && knowsFieldExpiry) {
                commands.add(new Object[] {"HPEXPIREAT", key, field.expiresAt(), "FIELDS", 1, field.name()});
            }
        }
    }

    private static void addSorted(List<Object[]> commands, byte[] key, List<Value.Scored> members) {
        List<Object> arguments = new ArrayList<>(members.size() * 2);
        for (Value.Scored scored : members) {
            arguments.add(score(scored.score()));
            arguments.add(scored.member());
        }
        addChunks(commands, "ZADD", key, arguments, 2);
    }

    private static String score(double score) {
        return Double.isInfinite(score) ? (score > 0 ? "+inf" : "-inf") : Double.toString(score);
    }

    /** An entry at the head's highest deleted id is really added and deleted, so that the server's books agree. */
    private void addStream(List<Object[]> commands, byte[] key, Value.StreamSlice stream) {
        Value.Head head = stream.heads().getFirst();
        boolean deletes = head.maxDeletedMs() > 0 || head.maxDeletedSeq() > 0;
        String deleted = head.maxDeletedMs() + "-" + head.maxDeletedSeq();
        for (Value.Entry entry : stream.entries()) {
            if (deletes && isAfter(entry, head.maxDeletedMs(), head.maxDeletedSeq())) {
                commands.add(new Object[] {"XADD", key, deleted, "gone", "soon"});
                commands.add(new Object[] {"XDEL", key, deleted});
                deletes = false;
            }
            commands.add(xadd(key, entry));
        }
        if (stream.entries().isEmpty()) {
            commands.add(new Object[] {"XGROUP", "CREATE", key, "made", "0", "MKSTREAM"});
            commands.add(new Object[] {"XGROUP", "DESTROY", key, "made"});
        }
        if (deletes) {
            commands.add(new Object[] {"XADD", key, deleted, "gone", "soon"});
            commands.add(new Object[] {"XDEL", key, deleted});
        }
        commands.add(new Object[] {"XSETID", key, head.lastMs() + "-" + head.lastSeq()});
        addGroups(commands, key, stream);
    }

    private void addGroups(List<Object[]> commands, byte[] key, Value.StreamSlice stream) {
        for (Value.Group group : stream.groups()) {
            String last = group.lastMs() + "-" + group.lastSeq();
            commands.add(
                    keepsStreamBooks && group.entriesRead() != Row.UNKNOWN
                            ? new Object[] {
                                "XGROUP", "CREATE", key, group.name(), last, "ENTRIESREAD", group.entriesRead()
                            }
                            : new Object[] {"XGROUP", "CREATE", key, group.name(), last});
        }
        for (Value.Consumer consumer : stream.consumers()) {
            commands.add(new Object[] {"XGROUP", "CREATECONSUMER", key, consumer.group(), consumer.name()});
        }
        for (Value.Pending pending : stream.pending()) {
            commands.add(new Object[] {
                "XCLAIM",
                key,
                pending.group(),
                pending.consumer(),
                0,
                pending.ms() + "-" + pending.seq(),
                "TIME",
                pending.deliveredAt(),
                "RETRYCOUNT",
                pending.deliveries(),
                "FORCE",
                "JUSTID"
            });
        }
    }

    private static Object[] xadd(byte[] key, Value.Entry entry) {
        List<Object> command = new ArrayList<>(List.of("XADD", key, entry.ms() + "-" + entry.seq()));
        command.addAll(entry.fieldsAndContents());
        return command.toArray();
    }

    private static boolean isAfter(Value.Entry entry, long ms, long seq) {
        return entry.ms() > ms || (entry.ms() == ms && entry.seq() > seq);
    }

    private static void addChunks(List<Object[]> commands, String name, byte[] key, List<?> arguments, int width) {
        int chunk = ARGUMENTS_MAX / width * width;
        for (int from = 0; from < arguments.size(); from += chunk) {
            List<?> some = arguments.subList(from, Math.min(arguments.size(), from + chunk));
            Object[] command = new Object[some.size() + 2];
            command[0] = name;
            command[1] = key;
            System.arraycopy(some.toArray(), 0, command, 2, some.size());
            commands.add(command);
        }
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(name + " " + Arrays.toString(key) + " without elements");
        }
    }
}
