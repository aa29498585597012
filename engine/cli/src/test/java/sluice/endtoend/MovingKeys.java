package sluice.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.adapters.contract.servers.Resp;

/**
 * A writer that never rests: gives its keys values of every type, changes, renames, expires and deletes them, and tells
 * a history what it did. Belongs to one thread.
 */
final class MovingKeys {
    private static final int KEYS = 200;
    private static final int ELEMENTS = 8;
    private static final long FAR = 4_100_000_000_000L;

    private final String prefix;
    private final History history;
    private final Random random;
    private final @Nullable String[] states = new String[KEYS];
    private final List<Object[]> commands = new ArrayList<>();
    private long token;

    MovingKeys(String prefix, History history, long seed) {
        this.prefix = prefix;
        this.history = history;
        this.random = new Random(seed);
    }

    /** Some dozens of changes. */
    void turn(Resp redis) {
        commands.clear();
        for (int i = 0; i < 30; i++) {
            change(random.nextInt(KEYS));
        }
        redis.pipeline(commands);
    }

    private void change(int n) {
        String key = key(n);
        switch (random.nextInt(10)) {
            case 0, 1 -> set(n, key);
            case 2, 3, 4, 5 -> collection(n, key);
            case 6 -> {
                states[n] = null;
                commands.add(new Object[] {"DEL", key});
            }
            case 7 -> rename(n, key);
            case 8 -> {
                history.expiry(key, FAR + ++token);
                commands.add(new Object[] {"PEXPIREAT", key, FAR + token});
            }
            default -> commands.add(new Object[] {"PERSIST", key});
        }
    }

    /** Some of the strings vanish by themselves, soon. */
    private void set(int n, String key) {
        String content = prefix + ++token;
        history.value(key, "string " + content);
        if (random.nextBoolean()) {
            states[n] = "string " + content;
            commands.add(new Object[] {"SET", key, content});
        } else {
            states[n] = null;
            long expiresAt = System.currentTimeMillis() + 1 + random.nextInt(100);
            history.expiry(key, expiresAt);
            commands.add(new Object[] {"SET", key, content, "PXAT", expiresAt});
        }
    }

    private void collection(int n, String key) {
        List<Object> command = new ArrayList<>();
        String state = value(key, command);
        history.value(key, state);
        states[n] = state;
        commands.add(new Object[] {"MULTI"});
        commands.add(new Object[] {"DEL", key});
        commands.add(command.toArray());
        commands.add(new Object[] {"EXEC"});
    }

    private String value(String key, List<Object> command) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(ELEMENTS); i++) {
            elements.add(prefix + ++token);
        }
        return switch (random.nextInt(5)) {
            case 0 -> {
                command.addAll(List.of("RPUSH", key));
                command.addAll(elements);
                yield "list " + elements;
            }
            case 1 -> {
                command.addAll(List.of("SADD", key));
                command.addAll(elements);
                yield "set " + elements.stream().sorted().toList();
            }
            case 2 -> {
                TreeMap<String, String> fields = new TreeMap<>();
                command.addAll(List.of("HSET", key));
                elements.forEach(element -> {
                    fields.put("f" + element, element);
                    command.addAll(List.of("f" + element, element));
                });
                yield "hash " + fields;
            }
            case 3 -> {
                TreeMap<String, Long> scores = new TreeMap<>();
                command.addAll(List.of("ZADD", key));
                elements.forEach(element -> {
                    scores.put(element, ++token);
                    command.addAll(List.of(token, element));
                });
                yield "zset " + scores;
            }
            default -> {
                String element = elements.getFirst();
                command.addAll(List.of("XADD", key, ++token + "-1", "f", element));
                yield "stream [" + token + "-1[f, " + element + "]]";
            }
        };
    }

    /** Values are told for the new name first; its expiry goes with it, whatever it was. */
    private void rename(int n, String key) {
        int to = random.nextInt(KEYS);
        String state = states[n];
        if (state == null || to == n) {
            return;
        }
        history.value(key(to), state);
        states[to] = state;
        states[n] = null;
        commands.add(new Object[] {"PERSIST", key});
        commands.add(new Object[] {"RENAME", key, key(to)});
    }

    private String key(int n) {
        return prefix + ":" + n;
    }
}
