package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.protocol.Value;

/** When the fields of a hash expire, on servers where they can. */
final class FieldExpiries {
    private static final long NO_FIELD = -2;

    private FieldExpiries() {}

    /** The same fields with their expiries; without those that have expired since. Costs a round trip. */
    static Value.HashSlice of(Wire wire, byte[] name, Value.HashSlice hash) {
        if (hash.fields().isEmpty()) {
            return hash;
        }
        Ask ask = wire.add(ask(name, hash));
        wire.flush();
        return Shape.isOver(wire, ask) ? new Value.HashSlice(List.of()) : applied(hash, ask);
    }

    static Ask ask(byte[] name, Value.HashSlice hash) {
        Object[] arguments = new Object[hash.fields().size() + 3];
        arguments[0] = name;
        arguments[1] = "FIELDS";
        arguments[2] = hash.fields().size();
        for (int i = 0; i < hash.fields().size(); i++) {
            arguments[i + 3] = hash.fields().get(i).name();
        }
        return Ask.of(CommandType.HPEXPIRETIME, arguments);
    }

    static Value.HashSlice applied(Value.HashSlice hash, Ask answered) {
        List<Object> times = answered.list();
        List<Value.Field> fields = new ArrayList<>(hash.fields().size());
        for (int i = 0; i < hash.fields().size(); i++) {
            Value.Field field = hash.fields().get(i);
            long time = i < times.size() && times.get(i) instanceof Long number ? number : NO_FIELD;
            if (time != NO_FIELD) {
                fields.add(time < 0 ? field : new Value.Field(field.name(), field.content(), time));
            }
        }
        return new Value.HashSlice(fields);
    }

    /** Whether a database can hold hashes with such fields, by its line of INFO keyspace; no where it cannot. */
    static boolean possible(Map<String, String> keyspace, int db) {
        String line = keyspace.getOrDefault("db" + db, "");
        boolean counted = line.contains("subexpiry=") || line.contains("keys_with_volatile_items=");
        return !counted || line.matches(".*(subexpiry|keys_with_volatile_items)=[1-9].*");
    }
}
