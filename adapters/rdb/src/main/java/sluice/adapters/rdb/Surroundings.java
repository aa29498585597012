package sluice.adapters.rdb;

import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Bytes;
import sluice.protocol.Row;

/** What a file holds beside its keys, as far as it has been seen. */
final class Surroundings {
    private static final String REDIS = "redis-ver";
    private static final String VALKEY = "valkey-ver";

    private int functions;
    private int scripts;
    private int moduleParts;
    private String writer = "";
    private int sizedDb = Selection.EVERY_DB;
    private long sizedKeys = Row.UNKNOWN;

    void sawFunction() {
        functions++;
    }

    void sawModulePart() {
        moduleParts++;
    }

    /** Whether the content of a field of this name says something worth telling. */
    static boolean tells(String name) {
        return name.equals(REDIS) || name.equals(VALKEY);
    }

    void sawField(String name, byte[] content) {
        switch (name) {
            case REDIS -> writer = "Redis " + Bytes.show(content);
            case VALKEY -> writer = "Valkey " + Bytes.show(content);
            case "lua" -> scripts++;
            default -> {
                // Build, memory and replication details say nothing that a copy would need.
            }
        }
    }

    void sawSize(int db, long keys) {
        if (sizedDb == Selection.EVERY_DB) {
            sizedDb = db;
            sizedKeys = keys;
        }
    }

    /** How many keys to expect of a selection, where the file's beginning already says it. */
    long keysOf(Selection selection) {
        return sizedDb != Selection.EVERY_DB && selection.isAllOf(sizedDb) ? sizedKeys : Row.UNKNOWN;
    }

    List<String> notes(int version) {
        List<String> notes = new ArrayList<>();
        notes.add("RDB version " + version + (writer.isEmpty() ? "" : ", saved by " + writer));
        addCount(notes, functions, "function libraries are not keys and are not copied");
        addCount(notes, scripts, "cached Lua scripts are not keys and are not copied");
        addCount(notes, moduleParts, "parts of modules beside the keys are not copied");
        return notes;
    }

    private static void addCount(List<String> notes, int count, String what) {
        if (count > 0) {
            notes.add(count + " " + what);
        }
    }
}
